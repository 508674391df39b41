using System.Numerics.Tensors;
using Diten.Core.Allocation.Bounds;
using Diten.Core.Allocation.Search;
using Diten.Core.Numerics;
using Diten.Learning.Kernels;

namespace Diten.Learning.Allocation;

/// <summary>
/// The network of Eq. (38) as printed: the whole state in one vector, two hidden layers with ReLU, and for each subcarrier a
/// softmax over the devices. It serves one N and one C0, and knows nothing of their symmetries. For comparison at small sizes.
/// </summary>
public sealed class MlpPolicy : IPolicyNetwork
{
    private readonly int _devices;
    private readonly int _subcarriers;
    private readonly int[] _widths;
    private readonly int[] _starts;

    private MlpPolicy(int devices, int subcarriers, int hidden)
    {
        (_devices, _subcarriers) = (devices, subcarriers);
        _widths = [devices * (2 + (2 * subcarriers)), hidden, hidden, devices * subcarriers];
        _starts = new int[_widths.Length];
        for (var l = 1; l < _widths.Length; l++) _starts[l] = _starts[l - 1] + ((_widths[l - 1] + 1) * _widths[l]);
        Parameters = new float[_starts[^1]];
        Shape = $"mlp-{devices}x{subcarriers}-{string.Join('-', _widths)}";
    }

    /// <inheritdoc/>
    public string Shape { get; }

    /// <inheritdoc/>
    public float[] Parameters { get; }

    /// <summary>Units of each layer, first to last; the parameters are each layer's weights, output first, and then its biases.</summary>
    internal IReadOnlyList<int> Widths => _widths;

    /// <summary>Most devices of a state: length of a subcarrier's row of outputs.</summary>
    internal int MostDevices => _devices;

    /// <summary>Random weights U(±√(6/fan-in)), biases 0.</summary>
    /// <param name="devices">Most devices, 1 to 1,000.</param>
    /// <param name="subcarriers">C0, 1 to 1,000.</param>
    /// <param name="hidden">Units of each hidden layer, 1 to 4,096.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static MlpPolicy Create(int devices, int subcarriers, int hidden, ulong seed)
    {
        Range(devices, 1000, nameof(devices));
        Range(subcarriers, 1000, nameof(subcarriers));
        Range(hidden, 4096, nameof(hidden));
        var policy = new MlpPolicy(devices, subcarriers, hidden);
        var random = new SplitMix64(seed);
        for (var l = 1; l < policy._widths.Length; l++)
        {
            var bound = MathF.Sqrt(6f / policy._widths[l - 1]);
            foreach (ref var w in policy.Weights(l, policy.Parameters)) w = bound * ((2 * random.NextSingle()) - 1);
        }
        return policy;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The state has more devices or another number of subcarriers than the network.</exception>
    public IPolicyExample? Prepare(AllocationState state, int[] owner) => new MlpExample(this, Input(state), state.Problem.Devices, owner);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The state has more devices or another number of subcarriers than the network.</exception>
    public int[]? Decide(AllocationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var layers = Forward(Input(state));
        var blocks = BlockProblem.Of(state.Problem);
        var best = new BestCounts(blocks);
        var bound = CountBound.Seconds(best);
        if (double.IsPositiveInfinity(bound)) return null;
        // The same projection as the shared network's; a block is worth what its best subcarrier is.
        var scores = new float[blocks.Devices * blocks.Blocks];
        var slots = blocks.ToSlots([.. Enumerable.Range(0, _subcarriers)]);
        for (var b = 0; b < blocks.Blocks; b++)
        {
            for (var i = 0; i < blocks.Devices; i++)
            {
                var score = float.NegativeInfinity;
                for (var s = blocks.Start[b]; s < blocks.Start[b + 1]; s++)
                {
                    var row = layers[^1].AsSpan(slots[s] * _devices, blocks.Devices);
                    score = Math.Max(score, row[i] - TensorPrimitives.Max<float>(row));
                }
                scores[(i * blocks.Blocks) + b] = score;
            }
        }
        return new DeadlineDeal(best, scores).Run(bound) is { } holdings ? blocks.ToOwners(holdings.Slots) : null;
    }

    // T_cmp and the times of one subcarrier are relative to the mean; λ says which rows there are.
    private float[] Input(AllocationState state)
    {
        var problem = state.Problem;
        if (problem.Devices > _devices || problem.Subcarriers != _subcarriers)
            throw new ArgumentException($"the state has {problem.Devices} devices and {problem.Subcarriers} subcarriers; this network serves up to {_devices} and exactly {_subcarriers}", nameof(state));
        var x = new float[_widths[0]];
        var mean = 1e-12;
        for (var i = 0; i < problem.Devices; i++) mean += problem.ComputeSeconds[i] / problem.Devices;
        for (var i = 0; i < problem.Devices; i++)
        {
            x[i] = (float)(problem.ComputeSeconds[i] / mean) - 1;
            x[_devices + i] = 1;
            var rates = problem.RatesOf(i);
            for (var k = 0; k < _subcarriers; k++)
            {
                var at = (2 * _devices) + (i * _subcarriers) + k;
                // rate·mean T_cmp/L_w: what the subcarrier carries in a typical time.
                x[at] = (float)Math.Clamp(Math.Log((rates[k] * mean / problem.Bits[i]) + 1e-3) / 2, -4, 4);
                if (state.Previous is { } previous && previous[k] == i) x[at + (_devices * _subcarriers)] = 1;
            }
        }
        return x;
    }

    private static void Range(int value, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }

    /// <summary>Cross-entropy of the softmax over the devices, per subcarrier, and its gradient.</summary>
    /// <param name="input">The state, as long as the first layer is wide.</param>
    /// <param name="devices">Devices in it.</param>
    /// <param name="owner">Owner (−1 for none) per subcarrier.</param>
    /// <param name="gradient">Receives the gradient; as long as <see cref="Parameters"/>.</param>
    internal double Gradient(float[] input, int devices, int[] owner, Span<float> gradient)
    {
        var layers = Forward(input);
        var delta = new float[layers[^1].Length];
        var loss = 0.0;
        for (var k = 0; k < owner.Length; k++)
        {
            if (owner[k] < 0) continue;
            var row = layers[^1].AsSpan(k * _devices, devices);
            var share = delta.AsSpan(k * _devices, devices);
            TensorPrimitives.SoftMax(row, share);
            loss -= Math.Log(Math.Max(share[owner[k]], 1e-30f)) / owner.Length;
            share[owner[k]] -= 1;
            TensorPrimitives.Divide(share, owner.Length, share);
        }
        Back(layers, delta, gradient);
        return loss;
    }

    private Span<float> Weights(int layer, Span<float> parameters) => parameters.Slice(_starts[layer - 1], _widths[layer - 1] * _widths[layer]);

    private Span<float> Biases(int layer, Span<float> parameters) => parameters[(_starts[layer] - _widths[layer]).._starts[layer]];

    private float[][] Forward(float[] x)
    {
        var layers = new float[_widths.Length][];
        layers[0] = x;
        for (var l = 1; l < layers.Length; l++)
        {
            var weights = Weights(l, Parameters);
            var y = Biases(l, Parameters).ToArray();
            for (var j = 0; j < y.Length; j++) y[j] += OrderedSum.OfProducts<float>(weights.Slice(j * _widths[l - 1], _widths[l - 1]), layers[l - 1]);
            if (l < layers.Length - 1) TensorPrimitives.Max(y, 0, y);
            layers[l] = y;
        }
        return layers;
    }

    // delta: gradient with respect to the output; becomes that of each layer's input in turn.
    private void Back(float[][] layers, float[] delta, Span<float> gradient)
    {
        for (var l = layers.Length - 1; l > 0; l--)
        {
            var (width, input) = (_widths[l - 1], layers[l - 1]);
            var weights = Weights(l, Parameters);
            var slopes = Weights(l, gradient);
            delta.CopyTo(Biases(l, gradient));
            var below = new float[width];
            for (var j = 0; j < delta.Length; j++)
            {
                TensorPrimitives.Multiply(input, delta[j], slopes.Slice(j * width, width));
                TensorPrimitives.MultiplyAdd(weights.Slice(j * width, width), delta[j], below, below);
            }
            for (var k = 0; k < width; k++)
                if (input[k] <= 0) below[k] = 0;
            delta = below;
        }
    }
}
