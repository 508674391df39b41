using Diten.Core.Network;
using Diten.Core.Telemetry;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Live;

/// <summary>What is read of a simulated network's stations when metrics are exported, until it is disposed of.</summary>
internal sealed class SimulationGauges : IDisposable
{
    private readonly Dictionary<string, StationGauge> _gauges = new(StringComparer.Ordinal);
    private double? _accuracy;
    private double? _loss;

    /// <summary>Shows the stations after a round of the top aggregator, whose model is the one that is judged.</summary>
    public void Show(Simulator simulator, RoundSnapshot round)
    {
        (_accuracy, _loss) = (round.Accuracy ?? _accuracy, round.Loss ?? _loss);
        foreach (var station in simulator.Stations)
        {
            if (!_gauges.TryGetValue(station.Id, out var gauge)) _gauges[station.Id] = gauge = new StationGauge();
            var isTop = string.Equals(station.Id, round.Station, StringComparison.Ordinal);
            gauge.Show(new StationReading(station.Id, station.ModelVersion, station.Devices, isTop ? _accuracy : null, isTop ? _loss : null, [.. station.Refused]));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gauge in _gauges.Values) gauge.Remove();
    }
}
