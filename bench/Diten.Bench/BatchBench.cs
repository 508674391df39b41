using Diten.Learning;
using Diten.Learning.Data;
using Diten.Learning.Data.Engines;
using Diten.Learning.Models;
using Diten.Learning.Plugins;

namespace Diten.Bench;

/// <summary>
/// Every model at several batch sizes: the built-in learner, TorchSharp where the plug-in was asked for, and PyTorch, turn by
/// turn in one run, one thread each.
/// </summary>
internal sealed class BatchBench(BenchOptions options, DataSplit digits, string? python)
{
    private const int Turns = 5;
    private const float LearningRate = 0.01f;
    private const double WarmSeconds = 2;

    public static readonly IReadOnlyList<int> Sizes = [1, 10, 32, 128];

    public void Run()
    {
        var torch = options.Torch ? LearnerPlugins.Torch : null;
        Console.WriteLine($"machine: {Environment.ProcessorCount} cores, .NET {Environment.Version}; one thread; an epoch of 640 samples (mcmahan-cnn 128); data: {digits.Source}, generated telemetry");
        if (torch is null) Console.WriteLine("!!! NO TORCHSHARP: give --learner torch for it");
        if (python is null) Console.WriteLine("!!! NO PYTORCH: no Python here can import torch (Debian: python3-torch)");
        else Console.WriteLine(Peer(python));
        Console.WriteLine("microseconds of processor time per sample, the least of the turns; in brackets, as a multiple of the built-in learner's");
        Console.WriteLine();
        Console.WriteLine("| model | batch | built-in | TorchSharp | PyTorch |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var name in LearnerFactory.Names) Model(name, torch);
    }

    private string Peer(string found)
    {
        using var files = new PeerFiles(digits.Train);
        files.WriteStart("softmax", new float[7850]);
        using var peer = TorchPeer.Start(found, "softmax", files, options with { Images = 100 }, 1);
        return $"PyTorch: {peer.Version}, BLAS {peer.Blas}, at each batch size the faster of its convolutions (oneDNN, native)";
    }

    private void Model(string name, ILearnerPlugin? plugin)
    {
        var data = name == "rul-cnn" ? RulData.Cut(GeneratedTelemetry.Load(1, 12)).Train : digits.Train;
        var slow = name == "mcmahan-cnn";
        var samples = slow ? 128 : 640;
        var description = LearnerFactory.Describe(name, data.FeatureLength, data.Classes);
        var own = LearnerFactory.Create(name, data);
        var torch = plugin?.Create(description, "cpu");
        var start = new float[own.ParameterCount];
        own.Initialize(1, start);
        using var files = new PeerFiles(data, (description.Loss as MeanSquaredError)?.TargetScale ?? 1);
        files.WriteStart(name, start);
        using var peer = python is null ? null : TorchPeer.Start(python, name, files, options with { Images = samples, LearningRate = LearningRate }, 1);
        var shard = new DataShard(data, Enumerable.Range(0, samples).ToArray());
        var result = new float[start.Length];
        Measurement Epoch(ILearner learner, int batch, int seed) =>
            Clock.Measure(() => learner.Train(start, shard, new TrainOptions { BatchSize = batch, LearningRate = LearningRate }, seed, result).Loss);

        foreach (var batch in Sizes)
        {
            peer?.Begin($"batch {batch}");
            peer?.Finish();
            Warm(() => Epoch(own, batch, 0));
            if (torch is not null) Warm(() => Epoch(torch, batch, 0));
            if (peer is not null) Warm(() => Answer(peer));
            var (ours, theirs, peers) = (new List<Measurement>(), new List<Measurement>(), new List<Measurement>());
            for (var turn = -1; turn < Turns; turn++)
            {
                var measured = Epoch(own, batch, turn);
                if (turn >= 0) ours.Add(measured);
                if (torch is not null)
                {
                    measured = Epoch(torch, batch, turn);
                    if (turn >= 0) theirs.Add(measured);
                }
                if (peer is null) continue;
                measured = Answer(peer);
                if (turn >= 0) peers.Add(measured);
            }
            var unit = Least(ours);
            Console.WriteLine($"| {name} | {batch} | {1e6 * unit / samples:F1} | {Text(theirs)} | {Text(peers)} |");

            string Text(List<Measurement> list) => list.Count == 0 ? "–" : $"{1e6 * Least(list) / samples:F1} ({Least(list) / unit:F1} ×)";
        }
        (torch as IDisposable)?.Dispose();
    }

    /// <summary>By time, so that compilers and caches have put their last word on the shortest epoch, too.</summary>
    private static void Warm(Func<Measurement> epoch)
    {
        for (var spent = 0.0; spent < WarmSeconds;) spent += epoch().Seconds;
    }

    private static Measurement Answer(TorchPeer peer)
    {
        peer.Begin("epoch");
        return peer.Finish();
    }

    private static double Least(List<Measurement> list) => list.Min(measurement => measurement.Processor);
}
