using Diten.Core.Wireless;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Scenario;

/// <summary>Mean SNR of a device at a station.</summary>
internal static class Propagation
{
    /// <summary>Linear mean SNR; with <c>path-loss</c> the power is spread over the whole band.</summary>
    /// <param name="options">Which law, and its numbers.</param>
    /// <param name="distance">Device to station, m; nearer than the least distance counts as that.</param>
    /// <param name="device">Device index, for shadowing.</param>
    /// <param name="station">Station index, for shadowing.</param>
    public static double MeanSnr(ScenarioOptions options, double distance, int device, int station)
    {
        var metres = Math.Max(distance, options.MinimumDistanceMetres);
        if (options.Propagation is "distance") return Decibels.ToLinear(ByDistance(options, metres));
        var shadowing = options.ShadowingDb * CounterRandom.Normal(options.Seed, Purpose.Shadowing, device, station);
        return PathLoss.MeanSnr(options.TransmitPowerWatts, metres, shadowing, options.BandwidthHz, options.NoiseFigureDb);
    }

    /// <summary>Falls linearly with log distance from the near to the far value, and stays at the far one beyond the cell.</summary>
    private static double ByDistance(ScenarioOptions options, double metres)
    {
        var span = Math.Log(options.CellRadiusMetres / options.MinimumDistanceMetres);
        var part = Math.Clamp(Math.Log(metres / options.MinimumDistanceMetres) / span, 0, 1);
        return options.NearSnrDb + (part * (options.FarSnrDb - options.NearSnrDb));
    }
}
