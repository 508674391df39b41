using Diten.Core.Randomness;
using Diten.Core.Wireless;

namespace Diten.Simulation.Engine;

/// <summary>
/// One Markov chain per (device, coherence block). Only the state numbers are kept; what a state is worth follows from the
/// device's mean SNR. A step is drawn by counter, so the trace of a block does not depend on who looks at it.
/// </summary>
internal sealed class ChannelField
{
    private readonly byte[] _states;
    private readonly FiniteStateMarkovChannel _channel;
    private readonly int _seed;
    private readonly bool _frozen;

    /// <summary>Draws all states from the stationary distribution.</summary>
    /// <param name="channel">Chain of mean SNR 1 whose step is one round.</param>
    /// <param name="devices">N.</param>
    /// <param name="blocks">Coherence blocks per device.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="frozen">True where the channel never moves.</param>
    public ChannelField(FiniteStateMarkovChannel channel, int devices, int blocks, int seed, bool frozen)
    {
        _channel = channel;
        _seed = seed;
        _frozen = frozen;
        Blocks = blocks;
        _states = new byte[devices * blocks];
        for (var d = 0; d < devices; d++)
            for (var b = 0; b < blocks; b++)
                _states[(d * blocks) + b] = (byte)channel.Draw(CounterRandom.Uniform(seed, Purpose.Channel, d, 0, b));
    }

    /// <summary>Coherence blocks per device.</summary>
    public int Blocks { get; }

    /// <summary>States of a device's blocks, 0 (worst) to K − 1.</summary>
    public ReadOnlySpan<byte> Of(int device) => _states.AsSpan(device * Blocks, Blocks);

    /// <summary>Moves a device's blocks on to a round; call once per round, for rounds in order.</summary>
    public void Advance(int device, int round)
    {
        if (_frozen) return;
        var key = CounterRandom.Bits(_seed, Purpose.Channel, device, round);
        var states = _states.AsSpan(device * Blocks, Blocks);
        for (var b = 0; b < states.Length; b++)
        {
            var uniform = CounterRandom.ToUniform(KeyedBits.Mix(key + ((ulong)b * 0x9E3779B97F4A7C15)));
            states[b] = (byte)_channel.Step(states[b], uniform);
        }
    }
}
