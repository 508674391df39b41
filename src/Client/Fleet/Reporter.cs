using Diten.Core.Wireless;
using Diten.Simulation.Live;

namespace Diten.Client.Fleet;

/// <summary>Lets every device report, period after period.</summary>
/// <param name="fleet">The fleet.</param>
/// <param name="calls">The devices' calls.</param>
/// <param name="engines">What machines read; null for devices without one.</param>
internal sealed class Reporter(FleetContext fleet, DeviceCalls calls, EngineReadings? engines)
{
    /// <summary>Reports until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(fleet.Options.ReportPeriod, fleet.Time);
        do
        {
            await Parallel.ForEachAsync(fleet.Devices, fleet.Parallel(stop), async (device, token) =>
            {
                if (device is { Truth.Online: true, Epoch: > 0 }) await calls.ReportAsync(device, Read(device), token);
            });
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private Dictionary<string, double> Read(FleetDevice device)
    {
        var truth = device.Truth;
        var snrDb = Decibels.FromLinear(fleet.World.Radio.BandSnr(truth.Index, truth.MeanSnr));
        var readings = Telemetry.Readings(truth.FrequencyHz, snrDb, device.EnergyBefore + truth.EnergyJoules, device.BusySeconds, device.RoundJoules, fleet.Options.BatteryJoules);
        engines?.AddTo(truth.Index, device.Model, readings);
        return readings;
    }
}
