using System.Diagnostics;
using System.Globalization;
using Diten.Client.Cluster;
using Diten.Client.Fleet;
using Diten.Interfaces.Stations;
using Diten.Learning;
using Diten.Learning.Training;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Cluster.Bench;

/// <summary>
/// A round of 100 twins with LeNet-5: training alone, in the simulator, and in the cluster with its devices as clients over TCP.
/// All three use the same shards, all cores, and take turns. Transmission takes no time (time scale 0), nobody judges the model.
/// </summary>
internal static class RoundBench
{
    private const int Warm = 2;

    public static async Task RunAsync(BenchOptions options)
    {
        var scenario = new ScenarioOptions { Devices = options.Twins ?? 100, Rounds = options.Rounds, EvaluateEvery = 0 };
        var workload = FleetWorkload.Load("digits", scenario, folder: null);
        List<double> training = [], simulator = [], cluster = [];
        for (var turn = 0; turn < 3; turn++)
        {
            training.AddRange(Train(scenario, workload.Workload));
            simulator.AddRange(Simulate(scenario, workload.Workload));
            cluster.AddRange(await ClusterAsync(scenario, workload, turn));
        }

        var (train, sim, real) = (Median(training), Median(simulator), Median(cluster));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            round: {scenario.Devices} devices, {workload.Workload.Learner.Name}, {workload.Workload.Data.Source.Split(" (")[0]}, {scenario.Participants} participants, batched, SQLite; median of {simulator.Count} rounds
              training alone       {train * 1e3,8:F0} ms
              simulator            {sim * 1e3,8:F0} ms   beyond the training {(sim - train) * 1e3,7:F0} ms
              cluster, over TCP    {real * 1e3,8:F0} ms   beyond the training {(real - train) * 1e3,7:F0} ms
              cluster is {real / sim:F2} × the simulator
            """));
    }

    private static IEnumerable<double> Train(ScenarioOptions scenario, Workload workload)
    {
        var learner = workload.Learner;
        var start = new float[learner.ParameterCount];
        learner.Initialize(scenario.Seed, start);
        var train = new TrainOptions { Epochs = scenario.Epochs, BatchSize = scenario.BatchSize, LearningRate = (float)scenario.LearningRate };
        // In place, as the devices of the simulator do.
        var models = workload.Shards.Select(_ => start.ToArray()).ToArray();
        TrainJob[] jobs = [.. workload.Shards.Select((shard, i) => new TrainJob { Parameters = models[i], Result = models[i], Shard = shard, Options = train, Seed = i })];
        for (var round = 0; round < scenario.Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            ParallelTrainer.TrainAll(learner, jobs, scenario.EffectiveThreads);
            if (round >= Warm) yield return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
    }

    private static IEnumerable<double> Simulate(ScenarioOptions scenario, Workload workload)
    {
        var run = new Simulator(scenario, workload);
        for (var round = 0; round < scenario.Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            run.RunRound(CancellationToken.None);
            if (round >= Warm) yield return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
    }

    private static async Task<IEnumerable<double>> ClusterAsync(ScenarioOptions scenario, FleetWorkload workload, int turn)
    {
        await using var host = await BenchHost.StartAsync("batched", BenchStore.Sqlite);
        var fleet = new DeviceFleet(
            new FleetOptions { Scenario = scenario, TimeScale = 0, TellsQuality = false, Stations = [$"bs-{turn + 1}"] },
            workload, new Access(host.Tcp), TimeProvider.System, static _ => { });
        using var stop = new CancellationTokenSource();
        var running = fleet.RunAsync(stop.Token);
        await await Task.WhenAny(fleet.Finished, running);
        var rounds = await host.Cohosted.GetGrain<IStationGrain>($"bs-{turn + 1}").GetRoundsAsync(1, scenario.Rounds, withDevices: false);
        await stop.CancelAsync();
        await running;
        // From one round's beginning to the next one's: nothing between them is left out.
        return rounds.Zip(rounds.Skip(1), (a, b) => (b.StartedAt - a.StartedAt).TotalSeconds).Skip(Warm);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private sealed class Access(IGrainFactory grains) : IClusterAccess
    {
        public IGrainFactory Grains => grains;
    }
}
