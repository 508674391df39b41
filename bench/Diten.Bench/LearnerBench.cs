using System.Runtime.Intrinsics;
using Diten.Learning;
using Diten.Learning.Data;
using Diten.Learning.Training;

namespace Diten.Bench;

/// <summary>The built-in learner against PyTorch on the same data from the same start, turn by turn in one run.</summary>
internal sealed class LearnerBench(BenchOptions options, DataSplit data, string? python) : IDisposable
{
    // A just-in-time compiler compiles a hot loop anew while it runs; after forty epochs nothing changes any more.
    private const int WarmUps = 40;

    private readonly PeerFiles _files = new(data.Train);
    private string? _named;

    public void Run()
    {
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        Console.WriteLine($"machine: {Environment.ProcessorCount} cores, {bits}-bit vectors, .NET {Environment.Version}");
        Console.WriteLine($"data:    {data.Source}, batch 10; times are medians, the shortest in brackets");
        if (python is null)
            Console.WriteLine("!!! NO PYTORCH: no Python here can import torch (Debian: python3-torch); only our own figures follow.");
        foreach (var model in options.Models)
            Model(Models.Create(model));
    }

    public void Dispose() => _files.Dispose();

    private void Model(ILearner learner)
    {
        var start = new float[learner.ParameterCount];
        learner.Initialize(1, start);
        _files.WriteStart(learner.Name, start);
        var target = Models.Target(learner.Name);
        var epoch = new Comparison($"{learner.Name}: epoch of {options.Images} images, 1 thread", target);
        var slow = learner.ParameterCount > 1_000_000;
        Epoch(learner, start, slow ? 1 : WarmUps, slow ? Math.Max(3, options.Repetitions / 5) : options.Repetitions, epoch);
        epoch.Print();
        if (slow)
            return;
        var round = new Comparison($"{learner.Name}: round of {options.Devices} × {options.Images} images, {options.Threads} threads", target);
        Round(learner, start, Math.Max(2, options.Repetitions / 5), round);
        round.Print();
    }

    private void Epoch(ILearner learner, float[] start, int warmUps, int repetitions, Comparison comparison)
    {
        using var peer = StartPeer(learner.Name, 1);
        var result = new float[start.Length];
        var shard = Shard(0);
        for (var repetition = -warmUps; repetition < repetitions; repetition++)
        {
            var ours = Clock.Measure(() => learner.Train(start, shard, new TrainOptions(), repetition, result).Loss);
            if (repetition >= 0)
                comparison.Ours(ours);
            if (peer is null)
                continue;
            peer.Begin("epoch");
            var theirs = peer.Finish();
            if (repetition >= 0)
                comparison.Peer("1 process × 1 thread", theirs);
        }
    }

    private void Round(ILearner learner, float[] start, int repetitions, Comparison comparison)
    {
        var peers = Enumerable.Range(0, python is null ? 0 : options.Threads).Select(_ => StartPeer(learner.Name, 1)!).ToArray();
        using var wide = StartPeer(learner.Name, options.Threads);
        var results = Enumerable.Range(0, options.Devices).Select(_ => new float[start.Length]).ToArray();
        for (var repetition = -1; repetition < repetitions; repetition++)
        {
            var ours = Clock.Measure(() => OurRound(learner, start, results));
            if (repetition >= 0)
                comparison.Ours(ours);
            if (wide is null)
                continue;
            var narrowPeers = PeerRound(peers);
            var widePeer = PeerRound([wide]);
            if (repetition >= 0)
            {
                comparison.Peer($"{peers.Length} processes × 1 thread", narrowPeers);
                comparison.Peer($"1 process × {options.Threads} threads", widePeer);
            }
        }
        foreach (var peer in peers)
            peer.Dispose();
    }

    private double OurRound(ILearner learner, float[] start, float[][] results)
    {
        var jobs = results.Select((result, device) => new TrainJob
        {
            Parameters = start,
            Shard = Shard(device),
            Options = new TrainOptions(),
            Seed = device,
            Result = result,
        }).ToArray();
        ParallelTrainer.TrainAll(learner, jobs, options.Threads);
        var mean = new float[start.Length];
        foreach (var result in results)
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(result, 1f / results.Length, mean, mean);
        return jobs.Average(job => job.Outcome.Loss);
    }

    // The slowest process counts, by its own clock: passing the command and merging the processes' means is not charged.
    private Measurement PeerRound(TorchPeer[] peers)
    {
        var first = 0;
        for (var i = 0; i < peers.Length; i++)
        {
            var end = options.Devices * (i + 1) / peers.Length;
            peers[i].Begin($"round {first} {end - first}");
            first = end;
        }
        var answers = Array.ConvertAll(peers, peer => peer.Finish());
        return new Measurement(
            answers.Max(answer => answer.Seconds), answers.Sum(answer => answer.Processor), answers.Average(answer => answer.Loss));
    }

    private TorchPeer? StartPeer(string model, int threads)
    {
        if (python is null)
            return null;
        var peer = TorchPeer.Start(python, model, _files, options, threads);
        if (_named != model)
            Console.WriteLine($"PyTorch: {peer.Version}, BLAS {peer.Blas}, convolutions for {model}: {peer.Convolutions}");
        _named = model;
        return peer;
    }

    private DataShard Shard(int device) =>
        new(data.Train, Enumerable.Range(device * options.Images, options.Images).ToArray());
}
