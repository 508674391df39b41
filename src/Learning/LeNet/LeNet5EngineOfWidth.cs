using System.Runtime.CompilerServices;
using Diten.Learning.Kernels;
using Diten.Learning.Kernels.Simd;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Learning.LeNet;

/// <summary><see cref="LeNet5Engine"/> with vectors of one width.</summary>
/// <typeparam name="TVector">Vector of most kernels.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
/// <typeparam name="TNarrow">Vector for the rows of five taps: at most 8 lanes.</typeparam>
/// <typeparam name="TNarrowSimd">Its operations.</typeparam>
internal sealed unsafe class LeNet5Engine<TVector, TSimd, TNarrow, TNarrowSimd> : LeNet5Engine
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
    where TNarrow : unmanaged
    where TNarrowSimd : ISimd<TNarrow>
{
    private const int Tile = DenseKernels<TVector, TSimd>.BatchTile;

    /// <inheritdoc/>
    public override int Lanes => TSimd.Lanes;

    /// <inheritdoc/>
    public override void Prepare(LeNet5Workspace workspace)
    {
        var source = workspace.Weights.Conv2;
        var target = workspace.Conv2Forward;
        for (var o = 0; o < Channels2; o++)
        {
            for (var ky = 0; ky < Kernel; ky++)
            {
                var row = source + o * Kernel2Padded + ky * KernelRow2Padded;
                var column = target + ky * KernelRow2 * Channels2 + o;
                for (var i = 0; i < KernelRow2; i++)
                    column[i * Channels2] = row[i];
            }
        }
    }

    /// <inheritdoc/>
    public override void Forward(LeNet5Workspace workspace, int samples)
    {
        var w = workspace.Weights;
        for (var s = 0; s < samples; s++)
        {
            LeNet5Images.Split(workspace.Images + s * Padded, workspace.Phases);
            var pool1 = workspace.Pool1 + s * Pooled1;
            LeNet5Conv1<TVector, TSimd>.Forward(
                workspace.Phases, w.Conv1, w.Bias1, pool1, workspace.Pool1Argmax + s * Argmax1);
            LeNet5Conv2<TVector, TSimd>.Forward(
                pool1, workspace.Conv2Forward, w.Bias2, workspace.Pool2 + s * Pooled2, workspace.Pool2Argmax + s * Pooled2);
        }
        var rows = (samples + Tile - 1) / Tile * Tile;
        DenseKernels<TVector, TSimd>.Forward(
            workspace.Pool2, w.Dense1, w.Bias3, workspace.Hidden1, rows, Pooled2, Hidden1, Hidden1Padded, rectify: true);
        DenseKernels<TVector, TSimd>.Forward(
            workspace.Hidden1, w.Dense2, w.Bias4, workspace.Hidden2, rows, Hidden1Padded, Hidden2, Hidden2Padded, rectify: true);
        DenseKernels<TVector, TSimd>.Forward(
            workspace.Hidden2, w.Dense3, w.Bias5, workspace.Logits, rows, Hidden2Padded, Classes, ClassesPadded, rectify: false);
    }

    /// <inheritdoc/>
    public override void Backward(LeNet5Workspace workspace, int samples, LeNet5Parameters target, float keep, float scale)
    {
        var w = workspace.Weights;
        var rows = (samples + Tile - 1) / Tile * Tile;
        DenseKernels<TVector, TSimd>.BackwardInput(
            workspace.LogitsGradient, w.Dense3, workspace.Hidden2, workspace.Hidden2Gradient, rows, Hidden2Padded, Classes, ClassesPadded);
        DenseUpdate<TVector, TSimd>.Run(
            workspace.LogitsGradient, workspace.Hidden2, target.Dense3, target.Bias5, samples, Hidden2Padded, Classes, ClassesPadded, keep, scale);
        DenseKernels<TVector, TSimd>.BackwardInput(
            workspace.Hidden2Gradient, w.Dense2, workspace.Hidden1, workspace.Hidden1Gradient, rows, Hidden1Padded, Hidden2, Hidden2Padded);
        DenseUpdate<TVector, TSimd>.Run(
            workspace.Hidden2Gradient, workspace.Hidden1, target.Dense2, target.Bias4, samples, Hidden1Padded, Hidden2, Hidden2Padded, keep, scale);
        DenseKernels<TVector, TSimd>.BackwardInput(
            workspace.Hidden1Gradient, w.Dense1, workspace.Pool2, workspace.Pool2Gradient, rows, Pooled2, Hidden1, Hidden1Padded);
        DenseUpdate<TVector, TSimd>.Run(
            workspace.Hidden1Gradient, workspace.Pool2, target.Dense1, target.Bias3, samples, Pooled2, Hidden1, Hidden1Padded, keep, scale);
        for (var s = 0; s < samples; s += LeNet5Conv2Backward.Group)
        {
            var group = Math.Min(LeNet5Conv2Backward.Group, samples - s);
            BackwardConv2(workspace, s, group);
            for (var i = 0; i < group; i++)
                BackwardConv1(workspace, s + i);
        }
    }

    /// <inheritdoc/>
    public override void ClearConvolutions(LeNet5Workspace workspace)
    {
        new Span<float>(workspace.Conv1Sum, Channels1 * Kernel1Padded).Clear();
        new Span<float>(workspace.Gradients.Bias1, Channels1).Clear();
        new Span<float>(workspace.Gradients.Conv2, Channels2 * Kernel2Padded).Clear();
        new Span<float>(workspace.Gradients.Bias2, Channels2).Clear();
    }

    /// <inheritdoc/>
    public override void ApplyConvolutions(LeNet5Workspace workspace, float keep, float scale)
    {
        var w = workspace.Weights;
        var g = workspace.Gradients;
        for (var c = 0; c < Channels1; c++)
        {
            for (var t = 0; t < Taps; t++)
            {
                var sum = workspace.Conv1Sum[c * Kernel1Padded + t / Kernel * 8 + t % Kernel];
                w.Conv1[c * Taps + t] = keep * w.Conv1[c * Taps + t] + scale * sum;
            }
            w.Bias1[c] = keep * w.Bias1[c] + scale * g.Bias1[c];
        }

        // The sweep reads two values past each row of 30.
        for (var row = 0; row < Channels2 * Kernel; row++)
            g.Conv2[row * KernelRow2Padded + KernelRow2] = g.Conv2[row * KernelRow2Padded + KernelRow2 + 1] = 0;
        Blend(w.Conv2, g.Conv2, Channels2 * Kernel2Padded, keep, scale);
        Blend(w.Bias2, g.Bias2, Channels2, keep, scale);
    }

    /// <inheritdoc/>
    public override void ApplyDense(LeNet5Workspace workspace, float keep, float scale)
    {
        var w = workspace.Weights;
        var g = workspace.Gradients;
        Blend(w.Dense1, g.Dense1, Hidden1 * Pooled2, keep, scale);
        Blend(w.Bias3, g.Bias3, Hidden1Padded, keep, scale);
        Blend(w.Dense2, g.Dense2, Hidden2 * Hidden1Padded, keep, scale);
        Blend(w.Bias4, g.Bias4, Hidden2Padded, keep, scale);
        Blend(w.Dense3, g.Dense3, Classes * Hidden2Padded, keep, scale);
        Blend(w.Bias5, g.Bias5, ClassesPadded, keep, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blend(float* target, float* source, int count, float keep, float scale)
    {
        var k = TSimd.Broadcast(keep);
        var f = TSimd.Broadcast(scale);
        for (nint i = 0; i < count; i += TSimd.Lanes)
            TSimd.Store(TSimd.Fma(TSimd.Load(source + i), f, TSimd.Multiply(TSimd.Load(target + i), k)), target + i);
    }

    private static void BackwardConv2(LeNet5Workspace workspace, int first, int samples)
    {
        var counts = stackalloc int[Channels2];
        var lists = workspace.Lists;
        LeNet5Conv2Backward.Collect(
            workspace.Pool2Gradient + first * Pooled2, workspace.Pool2Argmax + first * Pooled2, samples, lists, counts);
        var input = workspace.Pool1 + first * Pooled1;
        var inputGradient = workspace.Pool1Gradient + first * Pooled1;
        new Span<float>(inputGradient, samples * Pooled1).Clear();
        for (var c = 0; c < Channels2; c++)
        {
            var list = lists + c * LeNet5Conv2Backward.ListLength;
            workspace.Gradients.Bias2[c] += Sum(list, counts[c]);
            var weights = workspace.Weights.Conv2 + c * Kernel2Padded;
            var sum = workspace.Gradients.Conv2 + c * Kernel2Padded;
            for (var x = 0; x < KernelRow2Padded; x += 2 * TSimd.Lanes)
                LeNet5Conv2Backward<TVector, TSimd>.Accumulate(list, counts[c], weights + x, sum + x, input + x, inputGradient + x);
        }
    }

    private static void BackwardConv1(LeNet5Workspace workspace, int sample)
    {
        var counts = stackalloc int[Channels1];
        var lists = workspace.Lists;
        var gradient = workspace.Pool1Gradient + sample * Pooled1;
        LeNet5Conv1Backward<TVector, TSimd>.Gate(workspace.Pool1 + sample * Pooled1, gradient);
        LeNet5Conv1Backward.Collect(gradient, workspace.Pool1Argmax + sample * Argmax1, lists, counts);
        for (var c = 0; c < Channels1; c++)
        {
            var list = lists + c * LeNet5Conv1Backward.ListLength;
            workspace.Gradients.Bias1[c] += Sum(list, counts[c]);
            for (var x = 0; x < Kernel; x += TNarrowSimd.Lanes)
            {
                LeNet5Conv1Backward<TNarrow, TNarrowSimd>.Accumulate(
                    list, counts[c], workspace.Images + sample * Padded + x, workspace.Conv1Sum + c * Kernel1Padded + x);
            }
        }
    }

    private static float Sum(PatchGradient* list, int count)
    {
        float a = 0, b = 0;
        var i = 0;
        for (; i + 1 < count; i += 2)
        {
            a += list[i].Value;
            b += list[i + 1].Value;
        }
        return i < count ? a + b + list[i].Value : a + b;
    }
}
