using Diten.Grains.Hosting;

namespace Diten.Grains.Stations;

internal abstract partial class StationHost
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);
    private IGrainTimer? _clock;
    private bool _isDriving;
    private bool _again;

    /// <summary>Whether new models must be held for those who pull them, because they are put durably later.</summary>
    protected bool IsBatched => _durability.Mode == DurabilityMode.Batched;

    /// <summary>One step of the state machine. False if there is none to be taken now.</summary>
    protected abstract Task<bool> StepAsync(StationBook book);

    /// <summary>Something happened: lets the station take what steps it can. One at a time; it runs beside the requests, never in one.</summary>
    protected void Poke()
    {
        _again = true;
        if (!_isDriving && !_isLeaving) DriveAsync().Ignore();
    }

    /// <summary>Wakes the station when a deadline comes.</summary>
    protected void Wait(double? deadline)
    {
        if (deadline is { } at) _clock!.Change(TimeSpan.FromSeconds(Math.Clamp(at - Now, 0.001, 3600)), Timeout.InfiniteTimeSpan);
    }

    private void Retry() => _clock!.Change(s_retryAfter, Timeout.InfiniteTimeSpan);

    private async Task DriveAsync()
    {
        _isDriving = true;
        try
        {
            while (_again && !_isLeaving)
            {
                _again = false;
                Telemetry.Enter();
                if (await OpenAsync() is { } book && await StepAsync(book)) _again = true;
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogStepFailed(failure, Id);
            Retry();
        }
        finally
        {
            _isDriving = false;
        }
    }

    private void StartClock()
    {
        _clock = this.RegisterGrainTimer(
            static (station, _) =>
            {
                station.Poke();
                return Task.CompletedTask;
            },
            this,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        if (!IsBatched) return;
        this.RegisterGrainTimer(
            static (station, _) =>
            {
                // A failure is logged, and the next tick tries again.
                if (station._book is { IsDirty: true } && !station._isWriting) station.CommitAsync().Ignore();
                return Task.CompletedTask;
            },
            this,
            new GrainTimerCreationOptions(_durability.FlushInterval, _durability.FlushInterval) { Interleave = true });
    }
}
