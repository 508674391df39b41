using Diten.Core.Allocation;
using Diten.Core.Energy;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>Time, energy and bits of devices in a round.</summary>
/// <param name="options">The scenario.</param>
/// <param name="radio">The channels.</param>
/// <param name="parameters">P; 0 where nothing is learned, and then LeNet-5's size stands for it.</param>
internal sealed class Costing(ScenarioOptions options, Radio radio, int parameters)
{
    /// <summary>P of LeNet-5, what is sent where nothing is learned.</summary>
    public const int DefaultParameters = 61_706;

    /// <summary>L_w, bits of one model.</summary>
    public double ModelBits { get; } = TransmitCost.ModelBits(parameters > 0 ? parameters : DefaultParameters, options.BitsPerParameter);

    /// <summary>Bits of one state report.</summary>
    public double StateBits => options.StateReportBits;

    /// <summary>A device's local training in the round: everyone who is online computes.</summary>
    public DeviceTurn Begin(SimulatedDevice device, int staleness)
    {
        var frequency = EffectiveFrequency(options, device);
        var samples = (double)device.Samples * options.Epochs;
        var cycles = options.EffectiveCyclesPerSample;
        return new DeviceTurn
        {
            FrequencyHz = frequency,
            Staleness = staleness,
            ComputeSeconds = ComputeCost.Seconds(cycles, samples, frequency),
            EnergyJoules = ComputeCost.Joules(options.EnergyCoefficient, cycles, samples, frequency),
        };
    }

    /// <summary>f_i with straggling and faults, Hz.</summary>
    public static double EffectiveFrequency(ScenarioOptions options, SimulatedDevice device) =>
        device.FrequencyHz * device.Health * (device.Straggling ? options.StraggleFactor : 1);

    /// <summary>The subcarrier problem of a round's participants as it is.</summary>
    public AllocationProblem Problem(List<SimulatedDevice> participants)
    {
        var compute = new double[participants.Count];
        var bits = new double[participants.Count];
        var rates = new double[participants.Count * options.Subcarriers];
        for (var i = 0; i < participants.Count; i++)
        {
            compute[i] = participants[i].Turn.ComputeSeconds;
            bits[i] = ModelBits;
            radio.FillRates(participants[i].Index, rates.AsSpan(i * options.Subcarriers, options.Subcarriers));
        }
        return new AllocationProblem(compute, bits, rates, options.Subcarriers);
    }

    /// <summary>The subcarrier problem of a round's participants as their twins believe it to be.</summary>
    public AllocationProblem Problem(List<SimulatedDevice> participants, TwinEstimates estimates, int round)
    {
        if (estimates.IsExact) return Problem(participants);
        var compute = new double[participants.Count];
        var bits = new double[participants.Count];
        var rates = new double[participants.Count * options.Subcarriers];
        for (var i = 0; i < participants.Count; i++)
        {
            var device = participants[i];
            compute[i] = ComputeCost.Seconds(options.EffectiveCyclesPerSample, (double)device.Samples * options.Epochs, estimates.FrequencyHz(device, round));
            bits[i] = ModelBits;
            estimates.FillRates(device, round, rates.AsSpan(i * options.Subcarriers, options.Subcarriers));
        }
        return new AllocationProblem(compute, bits, rates, options.Subcarriers);
    }

    /// <summary>A participant sends its model.</summary>
    /// <param name="device">The participant.</param>
    /// <param name="rate">r_i over its subcarriers, bit/s.</param>
    /// <param name="believed">r_i over its subcarriers as its twin believed it, bit/s.</param>
    /// <param name="subcarriers">How many it holds.</param>
    public void Send(SimulatedDevice device, double rate, double believed, int subcarriers)
    {
        var turn = device.Turn;
        device.Turn = turn with
        {
            Participated = true,
            Counted = true,
            Subcarriers = subcarriers,
            TransmitSeconds = TransmitCost.Seconds(ModelBits, rate),
            ExpectedTransmitSeconds = TransmitCost.Seconds(ModelBits, believed),
            EnergyJoules = turn.EnergyJoules + TransmitCost.Joules(options.TransmitCoefficient, options.TransmitPowerWatts, ModelBits, rate),
        };
        device.Bits += ModelBits;
    }
}
