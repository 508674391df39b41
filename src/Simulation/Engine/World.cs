using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>
/// The devices and their surroundings: who is there, who is slow, where they are, how their channels fade. Draws are made
/// by counter for every device in every round, whether it matters or not, so the trace is the same for all schemes.
/// </summary>
internal sealed class World
{
    private readonly ScenarioOptions _options;

    /// <summary>Places stations and devices.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="samples">D_i; length N.</param>
    public World(ScenarioOptions options, IReadOnlyList<int> samples)
    {
        _options = options;
        Stations = Layout.Stations(options.Stations, options.CellRadiusMetres);
        Devices = Population.Draw(options, Stations, samples);
        Radio = new Radio(options);
        Estimates = new TwinEstimates(options, Radio);
        foreach (var device in Devices)
        {
            Radio.SetMeanSnr(device.Index, device.MeanSnr);
            Estimates.Note(device, round: 0);
        }
    }

    /// <summary>Places of the base stations.</summary>
    public Place[] Stations { get; }

    /// <summary>Devices in id order.</summary>
    public SimulatedDevice[] Devices { get; }

    /// <summary>Their channels.</summary>
    public Radio Radio { get; }

    /// <summary>What their twins believe.</summary>
    public TwinEstimates Estimates { get; }

    /// <summary>Brings one device to the beginning of a round.</summary>
    /// <returns>True if it is now nearest to another station; the caller hands it over.</returns>
    public bool Advance(SimulatedDevice device, int round)
    {
        var handOver = Change(device, round);
        Estimates.Note(device, round);
        return handOver;
    }

    /// <summary>Looks up the nearest station of a device that stands somewhere else now, and its mean SNR there.</summary>
    /// <returns>True if the nearest station is another one than before.</returns>
    public bool Settle(SimulatedDevice device)
    {
        var nearest = Layout.Nearest(Stations, device.Place);
        device.MeanSnr = Propagation.MeanSnr(_options, device.Place.DistanceTo(Stations[nearest]), device.Index, nearest);
        Radio.SetMeanSnr(device.Index, device.MeanSnr);
        var moved = nearest != device.Station;
        device.Station = nearest;
        return moved;
    }

    private bool Change(SimulatedDevice device, int round)
    {
        var seed = _options.Seed;
        var liveness = CounterRandom.Uniform(seed, Purpose.DropOut, device.Index, round);
        device.Online = device.Online ? liveness >= _options.DropOutProbability : liveness < _options.ReturnProbability;
        device.Straggling = CounterRandom.Uniform(seed, Purpose.Straggle, device.Index, round) < _options.StraggleProbability;
        Radio.Advance(device.Index, round);
        if (CounterRandom.Uniform(seed, Purpose.Move, device.Index, round, 0) >= _options.MoveProbability) return false;
        var cell = (int)(CounterRandom.Uniform(seed, Purpose.Move, device.Index, round, 1) * Stations.Length);
        device.Place = Layout.InCell(Stations[cell], _options, Purpose.MovePlace, device.Index, round);
        return Settle(device);
    }
}
