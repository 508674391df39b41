using Diten.Core.Twins;
using Diten.Core.Wireless;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>
/// What the twins believe of their devices: channel and frequency of so many rounds ago, with the noise of that round's
/// measurement. The last rounds are kept in a ring. Noise is drawn by counter, so it is the same for all schemes and threads.
/// </summary>
internal sealed class TwinEstimates
{
    private readonly ScenarioOptions _options;
    private readonly Radio _radio;
    private readonly int _rounds;
    private readonly int _blocks;
    private readonly byte[] _states;
    private readonly double[] _meanSnr;
    private readonly double[] _frequency;

    /// <summary>Before the first round, when the twins know how the devices were set up.</summary>
    public TwinEstimates(ScenarioOptions options, Radio radio)
    {
        _options = options;
        _radio = radio;
        _rounds = IsExact ? 0 : options.EstimateAgeRounds + 1;
        _blocks = radio.StatesOf(0).Length;
        _states = new byte[_rounds * options.Devices * _blocks];
        _meanSnr = new double[_rounds * options.Devices];
        _frequency = new double[_rounds * options.Devices];
    }

    /// <summary>Whether the twins know the truth: no age and no noise.</summary>
    public bool IsExact => _options is { EstimateAgeRounds: 0, EstimateNoise: 0 };

    /// <summary>Notes a device as it is in a round; call once per round, for rounds in order, from 0 on.</summary>
    public void Note(SimulatedDevice device, int round)
    {
        if (IsExact) return;
        var slot = Slot(device.Index, round);
        _radio.StatesOf(device.Index).CopyTo(_states.AsSpan(slot * _blocks, _blocks));
        _meanSnr[slot] = device.MeanSnr;
        _frequency[slot] = Costing.EffectiveFrequency(_options, device);
    }

    /// <summary>The round that the twins know in a round: the age back, but not before the beginning.</summary>
    public int KnownRound(int round) => Math.Max(0, round - _options.EstimateAgeRounds);

    /// <summary>f_i as the twin believes it in a round, Hz, with straggling.</summary>
    public double FrequencyHz(SimulatedDevice device, int round)
    {
        if (IsExact) return Costing.EffectiveFrequency(_options, device);
        var known = KnownRound(round);
        return _frequency[Slot(device.Index, known)] * Factor(Purpose.EstimateFrequency, device.Index, known, 0);
    }

    /// <summary>Rate of each subcarrier as the twin believes it in a round, bit/s, into a row of length C0.</summary>
    public void FillRates(SimulatedDevice device, int round, Span<double> row)
    {
        if (IsExact)
        {
            _radio.FillRates(device.Index, row);
            return;
        }
        for (var b = 0; b < _blocks; b++)
        {
            var start = b * _options.CoherenceBlock;
            var rate = Ofdma.SubcarrierRate(_options.BandwidthHz, _options.Subcarriers, BlockSnr(device, round, b));
            row[start..Math.Min(start + _options.CoherenceBlock, row.Length)].Fill(rate);
        }
    }

    /// <summary>SNR averaged over the band as the twin believes it in a round, linear.</summary>
    public double BandSnr(SimulatedDevice device, int round)
    {
        if (IsExact) return _radio.BandSnr(device.Index, device.MeanSnr);
        var sum = 0.0;
        for (var b = 0; b < _blocks; b++) sum += BlockSnr(device, round, b);
        return sum / _blocks;
    }

    private double BlockSnr(SimulatedDevice device, int round, int block)
    {
        var known = KnownRound(round);
        var slot = Slot(device.Index, known);
        return _meanSnr[slot] * _radio.StateSnr(_states[(slot * _blocks) + block]) * Factor(Purpose.EstimateSnr, device.Index, known, block);
    }

    private double Factor(Purpose purpose, int device, int known, int block) => _options.EstimateNoise == 0
        ? 1
        : EstimateError.Factor(_options.EstimateNoise, CounterRandom.Normal(_options.Seed, purpose, device, known, block));

    private int Slot(int device, int round) => (round % _rounds * _options.Devices) + device;
}
