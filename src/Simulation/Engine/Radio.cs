using Diten.Core.Wireless;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>The radio of all devices: what each subcarrier is worth to each device in the current round.</summary>
internal sealed class Radio
{
    private readonly ScenarioOptions _options;
    private readonly FiniteStateMarkovChannel _channel;
    private readonly ChannelField _field;
    private readonly double[] _rates;

    /// <summary>Builds the channels at round 0.</summary>
    public Radio(ScenarioOptions options)
    {
        _options = options;
        var frozen = options.DopplerHz == 0;
        _channel = FiniteStateMarkovChannel.RayleighSubstepped(
            meanSnr: 1, frozen ? 0.01 : options.DopplerHz * options.ChannelSecondsPerRound, options.ChannelStates);
        var blocks = (options.Subcarriers + options.CoherenceBlock - 1) / options.CoherenceBlock;
        _field = new ChannelField(_channel, options.Devices, blocks, options.Seed, frozen);
        _rates = new double[options.Devices * options.ChannelStates];
    }

    /// <summary>Tells the device's mean SNR (linear), after it was placed or moved.</summary>
    public void SetMeanSnr(int device, double meanSnr)
    {
        for (var k = 0; k < _channel.States; k++)
        {
            _rates[(device * _channel.States) + k] =
                Ofdma.SubcarrierRate(_options.BandwidthHz, _options.Subcarriers, meanSnr * _channel.Snr(k));
        }
    }

    /// <summary>Moves a device's channel on to a round.</summary>
    public void Advance(int device, int round) => _field.Advance(device, round);

    /// <summary>States of a device's blocks in this round.</summary>
    public ReadOnlySpan<byte> StatesOf(int device) => _field.Of(device);

    /// <summary>SNR of a channel state at mean SNR 1, linear.</summary>
    public double StateSnr(int state) => _channel.Snr(state);

    /// <summary>Rate of each subcarrier, bit/s, into a row of length C0.</summary>
    public void FillRates(int device, Span<double> row)
    {
        var rates = _rates.AsSpan(device * _channel.States, _channel.States);
        var states = _field.Of(device);
        for (var b = 0; b < states.Length; b++)
        {
            var start = b * _options.CoherenceBlock;
            row[start..Math.Min(start + _options.CoherenceBlock, row.Length)].Fill(rates[states[b]]);
        }
    }

    /// <summary>Mean rate of one subcarrier over the band, bit/s: what an equal share is worth, per subcarrier.</summary>
    public double MeanSubcarrierRate(int device)
    {
        var rates = _rates.AsSpan(device * _channel.States, _channel.States);
        var sum = 0.0;
        foreach (var state in _field.Of(device)) sum += rates[state];
        return sum / _field.Blocks;
    }

    /// <summary>SNR averaged over the band, linear.</summary>
    /// <param name="device">Device.</param>
    /// <param name="meanSnr">Its mean SNR, linear.</param>
    public double BandSnr(int device, double meanSnr)
    {
        var sum = 0.0;
        foreach (var state in _field.Of(device)) sum += _channel.Snr(state);
        return meanSnr * sum / _field.Blocks;
    }
}
