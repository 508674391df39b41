using System.Runtime.Intrinsics;
using Diten.Learning;
using Diten.Learning.Data;
using Diten.Learning.Kernels;
using Diten.Learning.Kernels.Simd;
using Diten.Learning.LeNet;
using static Diten.Learning.LeNet.LeNet5Shape;

namespace Diten.Bench;

/// <summary>Times the kernels of LeNet-5 one by one at every vector width, on a model that has learnt a little.</summary>
internal static unsafe class Micro
{
    private const int Batch = 10;
    private const int Runs = 300;

    public static void Run(DataSplit data)
    {
        Console.WriteLine($"data: {data.Source}; shortest of {Runs} runs, microseconds per image at batch {Batch}");
        foreach (var engine in LeNet5Engine.Supported())
        {
            switch (engine.Lanes)
            {
                case 4: Width<Vector128<float>, Simd128, Vector128<float>, Simd128>(engine, data.Train); break;
                case 8: Width<Vector256<float>, Simd256, Vector256<float>, Simd256>(engine, data.Train); break;
                default: Width<Vector512<float>, Simd512, Vector256<float>, Simd256>(engine, data.Train); break;
            }
        }
    }

    private static void Width<TVector, TSimd, TNarrow, TNarrowSimd>(LeNet5Engine engine, Dataset data)
        where TVector : unmanaged
        where TSimd : ISimd<TVector>
        where TNarrow : unmanaged
        where TNarrowSimd : ISimd<TNarrow>
    {
        var learner = new LeNet5Learner(engine);
        var shard = new DataShard(data, Enumerable.Range(0, 600).ToArray());
        var start = new float[Parameters];
        learner.Initialize(1, start);
        learner.Train(start, shard, new TrainOptions(), 1, start);
        var result = new float[Parameters];
        Console.WriteLine($"{32 * engine.Lanes} bit:");
        Print("epoch of 600 images", Clock.Shortest(Runs / 3, () => learner.Train(start, shard, new TrainOptions(), 2, result)) / 600 * Batch);
        Print("evaluation", Clock.Shortest(10, () => learner.Evaluate(start, new DataShard(data, Enumerable.Range(0, 5000).ToArray()))) / 5000 * Batch);

        var ws = new LeNet5Workspace();
        var w = ws.Weights;
        w.Read(start);
        engine.Prepare(ws);
        for (var i = 0; i < Batch; i++)
        {
            LeNet5Images.Pad(data.Row(i), ws.Images + i * Padded);
            ws.Labels[i] = data.Labels[i];
        }
        engine.Forward(ws, Batch);
        LeNet5Loss.Gradient(ws, Batch, 1f / Batch);
        var lists = ws.Lists;
        var counts = stackalloc int[16];

        Time("pad", () => Each(i => LeNet5Images.Pad(data.Row(i), ws.Images + i * Padded)));
        Time("split", () => Each(i => LeNet5Images.Split(ws.Images + i * Padded, ws.Phases)));
        Time("forward", () => engine.Forward(ws, Batch));
        Time(" conv1", () => Each(i => LeNet5Conv1<TVector, TSimd>.Forward(
            ws.Phases, w.Conv1, w.Bias1, ws.Pool1 + i * Pooled1, ws.Pool1Argmax + i * Argmax1)));
        engine.Forward(ws, Batch);
        Time(" conv2", () => Each(i => LeNet5Conv2<TVector, TSimd>.Forward(
            ws.Pool1 + i * Pooled1, ws.Conv2Forward, w.Bias2, ws.Pool2 + i * Pooled2, ws.Pool2Argmax + i * Pooled2)));
        Time(" dense1", () => DenseKernels<TVector, TSimd>.Forward(
            ws.Pool2, w.Dense1, w.Bias3, ws.Hidden1, Batch, Pooled2, Hidden1, Hidden1Padded, true));
        Time("loss", () => LeNet5Loss.Gradient(ws, Batch, 1f / Batch));
        engine.Backward(ws, Batch, ws.Gradients, 1, 1);
        Time("backward", () => engine.Backward(ws, Batch, ws.Gradients, 1, 1));
        Time(" dense1 input", () => DenseKernels<TVector, TSimd>.BackwardInput(
            ws.Hidden1Gradient, w.Dense1, ws.Pool2, ws.Pool2Gradient, Batch, Pooled2, Hidden1, Hidden1Padded));
        Time(" dense1 update", () => DenseUpdate<TVector, TSimd>.Run(
            ws.Hidden1Gradient, ws.Pool2, ws.Gradients.Dense1, ws.Gradients.Bias3, Batch, Pooled2, Hidden1, Hidden1Padded, 1, 1));
        var group = LeNet5Conv2Backward.Group;
        Time(" conv2 collect", () => LeNet5Conv2Backward.Collect(ws.Pool2Gradient, ws.Pool2Argmax, group, lists, counts), group);
        Console.WriteLine($"   nonzero gradients per image: {Enumerable.Range(0, 16).Sum(c => counts[c]) / (double)group}");
        Time(" conv2 accumulate", () =>
        {
            for (var c = 0; c < 16; c++)
            {
                for (var x = 0; x < 32; x += 2 * TSimd.Lanes)
                {
                    LeNet5Conv2Backward<TVector, TSimd>.Accumulate(
                        lists + c * LeNet5Conv2Backward.ListLength, counts[c], w.Conv2 + c * Kernel2Padded + x, ws.Gradients.Conv2 + c * Kernel2Padded + x, ws.Pool1 + x, ws.Pool1Gradient + x);
                }
            }
        }, group);
        engine.Backward(ws, Batch, ws.Gradients, 1, 1);
        Time(" conv1 collect", () => LeNet5Conv1Backward.Collect(ws.Pool1Gradient, ws.Pool1Argmax, lists, counts), 1);
        Console.WriteLine($"   nonzero gradients per image: {Enumerable.Range(0, 6).Sum(c => counts[c])}");
        Time(" conv1 accumulate", () =>
        {
            for (var c = 0; c < 6; c++)
            {
                for (var x = 0; x < 5; x += TNarrowSimd.Lanes)
                    LeNet5Conv1Backward<TNarrow, TNarrowSimd>.Accumulate(lists + c * LeNet5Conv1Backward.ListLength, counts[c], ws.Images + x, ws.Conv1Sum + c * 40 + x);
            }
        }, 1);
        Time("clear, apply, prepare", () =>
        {
            engine.ClearConvolutions(ws);
            engine.ApplyConvolutions(ws, 1, 0);
            engine.Prepare(ws);
        });
    }

    private static void Each(Action<int> run)
    {
        for (var i = 0; i < Batch; i++)
            run(i);
    }

    private static void Time(string name, Action run, int images = Batch)
    {
        const int inner = 20;
        var seconds = Clock.Shortest(Runs, () =>
        {
            for (var i = 0; i < inner; i++)
                run();
        });
        Print(name, seconds / inner / images * Batch);
    }

    private static void Print(string name, double secondsPerBatch) =>
        Console.WriteLine($"  {name,-24}{secondsPerBatch / Batch * 1e6,9:F2}");
}
