using Diten.Core.Aggregation;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>
/// Computes the devices' update weights τ (Eq. 21). Where nothing is learned, ‖w_i − w_g‖/‖w_g‖ is replaced by a surrogate:
/// 0.1 times the square root of the epochs since the device took a model, times a draw from 0.5 to 1.5. Where a trace of the
/// learning is given, its weights are taken.
/// </summary>
internal sealed class Offering(ScenarioOptions options, Radio radio, LearningTrace? trace = null)
{
    private readonly UpdateWeightOptions _weights = new() { ClipRatio = options.ClipRatio, StalenessCap = options.StalenessCap };
    private double[] _rates = [];
    private double[] _frequencies = [];

    /// <summary>Sets τ of every device, on the scale of those given. A device whose model is not finite offers NaN, which the station refuses.</summary>
    public void Weigh(List<SimulatedDevice> online, ReadOnlySpan<float> global, int round)
    {
        if (online.Count == 0) return;
        if (trace is not null)
        {
            foreach (var device in online) device.Turn = device.Turn with { UpdateWeight = trace.WeightOf(device.Index, round) };
            return;
        }
        if (_rates.Length < online.Count) (_rates, _frequencies) = (new double[online.Count], new double[online.Count]);
        // What a subcarrier is worth on average stands for r_i: an equal share is a multiple of it, the same for all.
        for (var i = 0; i < online.Count; i++)
        {
            _rates[i] = radio.MeanSubcarrierRate(online[i].Index);
            _frequencies[i] = online[i].Turn.FrequencyHz;
        }
        var scale = PopulationScale.Measure(_rates.AsSpan(0, online.Count), _frequencies.AsSpan(0, online.Count), _weights);
        for (var i = 0; i < online.Count; i++)
        {
            var device = online[i];
            var change = RelativeChange(device, global, round);
            var tau = double.IsFinite(change)
                ? options.WeightScale * UpdateWeight.Compute(device.Turn.Staleness, change, _rates[i], _frequencies[i], scale, _weights)
                : double.NaN;
            device.Turn = device.Turn with { UpdateWeight = tau };
        }
    }

    /// <summary>How far the device's model is from the global one; where the global one is 0, every model counts as equally far.</summary>
    private double RelativeChange(SimulatedDevice device, ReadOnlySpan<float> global, int round)
    {
        if (device.Model.Length > 0) return ModelNorm.TryRelativeChange(device.Model, global, out var change) ? change : 1;
        var draw = CounterRandom.Uniform(options.Seed, Purpose.Surrogate, device.Index, round);
        return 0.1 * Math.Sqrt(device.RoundsSinceAdoption) * (0.5 + draw);
    }
}
