namespace Diten.Grains.Twins;

/// <summary>Ends the registration that a forced handover left behind: tried until the station answers. Until then it waits in vain for one member's offers.</summary>
internal sealed partial class TwinGrain
{
    private IGrainTimer? _leftoverTimer;

    private void StartEndingLeftover() => _leftoverTimer ??= this.RegisterGrainTimer(
        static (twin, _) => twin.EndLeftoverAsync(),
        this,
        new GrainTimerCreationOptions(environment.Options.HandoverPatience * 2, environment.Options.HandoverPatience * 4) { KeepAlive = true });

    private async Task EndLeftoverAsync()
    {
        if (_body is { Leftover: { } leftover })
        {
            try
            {
                await Station(leftover.Station).DeregisterAsync(Id, leftover.Epoch).WaitAsync(environment.Options.HandoverPatience, environment.Clock);
                if (MustSettle) await SettleAsync();
                if (_body is { } body) await CommitAsync(body with { Leftover = null });
            }
            catch (Exception failure)
            {
                LogLeftover(environment.Log, Id, leftover.Station, failure);
                return;
            }
        }

        _leftoverTimer?.Dispose();
        _leftoverTimer = null;
    }
}
