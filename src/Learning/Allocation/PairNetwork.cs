using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Diten.Core.Numerics;
using Diten.Learning.Kernels;

namespace Diten.Learning.Allocation;

/// <summary>
/// The shared-weights form of the network of Eq. (38): one small network, 12 → 16 → 16 → 1 with ReLU, scores every (device,
/// block) pair; the scores of a block become shares of its subcarriers by softmax over the devices.
/// </summary>
/// <remarks>Vectors of eight pairs, each lane by itself, so the width of the machine changes no bit of a score.</remarks>
public sealed class PairNetwork : IPolicyNetwork
{
    /// <summary>Units of each hidden layer.</summary>
    public const int Hidden = 16;

    /// <summary>Length of <see cref="Parameters"/>.</summary>
    public const int ParameterCount = SecondEnd + Hidden;

    private const int FirstBias = PairContext.Features * Hidden;
    private const int Second = FirstBias + Hidden;
    private const int SecondBias = Second + (Hidden * Hidden);
    private const int SecondEnd = SecondBias + Hidden;

    /// <summary>Wraps parameters: first weights (16 × 12), biases, second weights (16 × 16), biases, output weights.</summary>
    /// <param name="parameters">Not copied; length <see cref="ParameterCount"/>.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public PairNetwork(float[] parameters)
    {
        if (parameters.Length != ParameterCount)
            throw new ArgumentException($"parameters has {parameters.Length} entries, expected {ParameterCount}", nameof(parameters));
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Shape { get; } = $"pairs-{PairContext.Features}-{Hidden}-{Hidden}-1";

    /// <inheritdoc/>
    public float[] Parameters { get; }

    /// <summary>Random weights U(±√(6/fan-in)), biases 0.</summary>
    public static PairNetwork Create(ulong seed)
    {
        var random = new SplitMix64(seed);
        var parameters = new float[ParameterCount];
        Draw(parameters.AsSpan(0, FirstBias), PairContext.Features, ref random);
        Draw(parameters.AsSpan(Second, Hidden * Hidden), Hidden, ref random);
        Draw(parameters.AsSpan(SecondEnd), Hidden, ref random);
        return new PairNetwork(parameters);
    }

    /// <summary>A copy with parameters of its own.</summary>
    public PairNetwork Clone() => new([.. Parameters]);

    /// <inheritdoc/>
    public IPolicyExample? Prepare(AllocationState state, int[] owner) =>
        PairContext.Of(state) is { } context ? new PairExample(this, context, owner) : null;

    /// <inheritdoc/>
    public int[]? Decide(AllocationState state) => PairContext.Of(state) is { } context ? Decide(context) : null;

    /// <summary>As <see cref="Decide(AllocationState)"/>, where the state was looked at already.</summary>
    internal int[]? Decide(PairContext context)
    {
        var blocks = context.Blocks;
        return new DeadlineDeal(context.Best, ByDevice(context, LogShares(context))).Run(context.Bound) is { } holdings
            ? blocks.ToOwners(holdings.Slots)
            : null;
    }

    /// <summary>Logarithm of each device's share of each block.</summary>
    /// <param name="context">The state.</param>
    /// <returns>Block by block, rows of <see cref="PairContext.Stride"/>; what is beyond the devices means nothing.</returns>
    internal float[] LogShares(PairContext context)
    {
        var x = new float[PairContext.Features * context.Stride];
        var scores = new float[context.Blocks.Blocks * context.Stride];
        for (var b = 0; b < context.Blocks.Blocks; b++)
        {
            context.Fill(b, x);
            var row = scores.AsSpan(b * context.Stride, context.Stride);
            Score(x, row);
            Normalize(row[..context.Blocks.Devices]);
        }
        return scores;
    }

    /// <summary>Cross-entropy to the wanted shares, per subcarrier, and its gradient.</summary>
    /// <param name="context">The state.</param>
    /// <param name="held">Subcarriers of each block that each device should hold; block by block, rows of the stride.</param>
    /// <param name="gradient">Receives the gradient; length <see cref="ParameterCount"/>.</param>
    internal double Gradient(PairContext context, ReadOnlySpan<float> held, Span<float> gradient)
    {
        var (n, stride) = (context.Blocks.Devices, context.Stride);
        var x = new float[PairContext.Features * stride];
        var row = new float[stride];
        var sums = new Vector256<float>[ParameterCount];
        var perSubcarrier = 1f / context.Blocks.Problem.Subcarriers;
        var loss = 0.0;
        for (var b = 0; b < context.Blocks.Blocks; b++)
        {
            context.Fill(b, x);
            Score(x, row);
            Normalize(row.AsSpan(0, n));
            var target = held.Slice(b * stride, stride);
            var capacity = OrderedSum.Of(target);
            loss -= OrderedSum.OfProducts<float>(target[..n], row.AsSpan(0, n)) * perSubcarrier;
            TensorPrimitives.Exp(row, row);
            for (var i = 0; i < n; i++) row[i] = ((capacity * row[i]) - target[i]) * perSubcarrier;
            row.AsSpan(n).Clear();
            Back(x, row, sums);
        }
        for (var p = 0; p < sums.Length; p++) gradient[p] = Vector256.Sum(sums[p]);
        return loss;
    }

    private static float[] ByDevice(PairContext context, float[] rows)
    {
        var (n, m) = (context.Blocks.Devices, context.Blocks.Blocks);
        var scores = new float[n * m];
        for (var b = 0; b < m; b++)
        {
            for (var i = 0; i < n; i++) scores[(i * m) + b] = rows[(b * context.Stride) + i];
        }
        return scores;
    }

    private static void Normalize(Span<float> scores)
    {
        Span<float> work = scores.Length <= 512 ? stackalloc float[scores.Length] : new float[scores.Length];
        var top = TensorPrimitives.Max<float>(scores);
        TensorPrimitives.Subtract(scores, top, scores);
        TensorPrimitives.Exp<float>(scores, work);
        TensorPrimitives.Subtract(scores, MathF.Log(OrderedSum.Of<float>(work)), scores);
    }

    private static void Draw(Span<float> weights, int fanIn, ref SplitMix64 random)
    {
        var bound = MathF.Sqrt(6f / fanIn);
        foreach (ref var w in weights) w = bound * ((2 * random.NextSingle()) - 1);
    }

    private void Score(ReadOnlySpan<float> x, Span<float> scores)
    {
        Span<Vector256<float>> first = stackalloc Vector256<float>[Hidden];
        Span<Vector256<float>> second = stackalloc Vector256<float>[Hidden];
        for (var i = 0; i < scores.Length; i += 8)
        {
            Forward(x, scores.Length, i, first, second);
            var sum = Vector256<float>.Zero;
            for (var j = 0; j < Hidden; j++) sum = Vector256.FusedMultiplyAdd(Vector256.Create(Parameters[SecondEnd + j]), second[j], sum);
            sum.CopyTo(scores[i..]);
        }
    }

    private void Forward(ReadOnlySpan<float> x, int stride, int at, Span<Vector256<float>> first, Span<Vector256<float>> second)
    {
        Span<Vector256<float>> input = stackalloc Vector256<float>[PairContext.Features];
        for (var f = 0; f < PairContext.Features; f++) input[f] = Vector256.Create(x.Slice((f * stride) + at, 8));
        Layer(Parameters.AsSpan(0, FirstBias), Parameters.AsSpan(FirstBias, Hidden), input, first);
        Layer(Parameters.AsSpan(Second, Hidden * Hidden), Parameters.AsSpan(SecondBias, Hidden), first, second);
    }

    // Four units at a time: enough chains to keep the multipliers busy.
    private static void Layer(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, ReadOnlySpan<Vector256<float>> input, Span<Vector256<float>> output)
    {
        var width = input.Length;
        for (var j = 0; j < Hidden; j += 4)
        {
            var (a, b, c, d) = (Vector256.Create(bias[j]), Vector256.Create(bias[j + 1]), Vector256.Create(bias[j + 2]), Vector256.Create(bias[j + 3]));
            ref var row = ref MemoryMarshal.GetReference(weights.Slice(j * width, 4 * width));
            for (var f = 0; f < input.Length; f++)
            {
                a = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref row, f)), input[f], a);
                b = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref row, width + f)), input[f], b);
                c = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref row, (2 * width) + f)), input[f], c);
                d = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref row, (3 * width) + f)), input[f], d);
            }
            output[j] = Vector256.MaxNative(a, Vector256<float>.Zero);
            output[j + 1] = Vector256.MaxNative(b, Vector256<float>.Zero);
            output[j + 2] = Vector256.MaxNative(c, Vector256<float>.Zero);
            output[j + 3] = Vector256.MaxNative(d, Vector256<float>.Zero);
        }
    }

    private void Back(ReadOnlySpan<float> x, ReadOnlySpan<float> delta, Span<Vector256<float>> sums)
    {
        Span<Vector256<float>> first = stackalloc Vector256<float>[Hidden];
        Span<Vector256<float>> second = stackalloc Vector256<float>[Hidden];
        Span<Vector256<float>> back = stackalloc Vector256<float>[Hidden];
        var stride = delta.Length;
        for (var i = 0; i < stride; i += 8)
        {
            Forward(x, stride, i, first, second);
            var d = Vector256.Create(delta[i..]);
            back.Clear();
            for (var j = 0; j < Hidden; j++)
            {
                sums[SecondEnd + j] = Vector256.FusedMultiplyAdd(d, second[j], sums[SecondEnd + j]);
                var g = Gate(second[j], d * Parameters[SecondEnd + j]);
                sums[SecondBias + j] += g;
                var row = Second + (j * Hidden);
                for (var k = 0; k < Hidden; k++)
                {
                    sums[row + k] = Vector256.FusedMultiplyAdd(g, first[k], sums[row + k]);
                    back[k] = Vector256.FusedMultiplyAdd(g, Vector256.Create(Parameters[row + k]), back[k]);
                }
            }
            for (var j = 0; j < Hidden; j++)
            {
                var g = Gate(first[j], back[j]);
                sums[FirstBias + j] += g;
                for (var f = 0; f < PairContext.Features; f++)
                {
                    ref var sum = ref sums[(j * PairContext.Features) + f];
                    sum = Vector256.FusedMultiplyAdd(g, Vector256.Create(x.Slice((f * stride) + i, 8)), sum);
                }
            }
        }
    }

    // The gradient passes where ReLU let the value through.
    private static Vector256<float> Gate(Vector256<float> output, Vector256<float> gradient) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(output, Vector256<float>.Zero), gradient, Vector256<float>.Zero);
}
