using System.Globalization;
using Diten.Learning;
using Diten.Learning.Models;
using Diten.Learning.Plugins;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Bench;

/// <summary>
/// How far the learners are apart after some rounds of the simulator, and how far the built-in learner is from itself when one
/// initial parameter is moved by its last bit: what rounding alone makes of the same run.
/// </summary>
internal static class ParityBench
{
    public const string Usage = """
        usage: ./diten bench parity --learner torch [OPTIONS]

          accuracy after some rounds: built-in against TorchSharp, and as a control built-in against built-in with one
          initial parameter moved by its last bit; the same seeds for both

          --model NAME        lenet5 (default), mlp, softmax, mcmahan-cnn
          --scheme NAME       diten (default), sync, sync-own-best
          --seeds N           seeds (default 8)
          --first N           the first of them (default 1)
          --controls N        runs of the control for each seed, each with another parameter moved (default 3)
          --torch-controls N  the same with TorchSharp against itself (default 0: it takes its time)
          --devices N         devices (default 20)
          --participants N    wanted participants of a round (default 10)
          --rounds N          rounds (default 10)
          --learning-rate X   step length (default 0.1)
          --threads N         threads (default 2)
          --data FOLDER       folder with mnist/ (default: the variable DITEN_DATA, otherwise generated digits)
        """;

    public static void Run(IReadOnlyList<string> arguments)
    {
        var options = new ScenarioOptions { Devices = 20, Participants = 10, Rounds = 10, Threads = 2, EvaluateEvery = 0 };
        var (seeds, first, controls, others, torch) = (8, 1, 3, 0, false);
        string? data = null;
        for (var a = 0; a < arguments.Count; a += 2)
        {
            var value = a + 1 < arguments.Count ? arguments[a + 1] : throw new FormatException($"{arguments[a]} has no value");
            switch (arguments[a])
            {
                case "--model": options = options with { Model = value }; break;
                case "--scheme": options = options with { Scheme = value }; break;
                case "--seeds": seeds = BenchOptions.Number("--seeds", value); break;
                case "--first": first = BenchOptions.Number("--first", value); break;
                case "--torch-controls": others = BenchOptions.Number("--torch-controls", value); break;
                case "--controls": controls = BenchOptions.Number("--controls", value); break;
                case "--devices": options = options with { Devices = BenchOptions.Number("--devices", value) }; break;
                case "--participants": options = options with { Participants = BenchOptions.Number("--participants", value) }; break;
                case "--rounds": options = options with { Rounds = BenchOptions.Number("--rounds", value) }; break;
                case "--learning-rate": options = options with { LearningRate = BenchOptions.Positive("--learning-rate", value) }; break;
                case "--threads": options = options with { Threads = BenchOptions.Number("--threads", value) }; break;
                case "--data": data = value; break;
                case "--learner": torch = value == LearnerChoice.Torch; break;
                default: throw new FormatException($"unknown argument: {arguments[a]}");
            }
        }
        if (!torch) throw new FormatException("parity compares TorchSharp: give --learner torch");
        Measure(options, [.. Enumerable.Range(first, seeds)], controls, others, data);
    }

    private static void Measure(ScenarioOptions options, int[] seeds, int controls, int others, string? folder)
    {
        var learners = new List<double>();
        var (rounding, roundingOfTorch) = (new List<double>(), new List<double>());
        Console.WriteLine($"{options.Model}, {options.Scheme}, {options.Devices} devices, {options.Participants} wanted, learning rate {options.LearningRate}; test accuracy in percent after {options.Rounds} rounds");
        Console.WriteLine("| seed | built-in | torch | built-in, one parameter moved by its last bit | torch, likewise |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var seed in seeds)
        {
            var scenario = options with { Seed = seed };
            var workload = WorkloadFactory.Load(scenario, folder);
            var torch = WorkloadFactory.Create(scenario with { Learner = LearnerChoice.Torch, LearnerDevice = "cpu" }, workload.Data).Learner;
            var own = Accuracy(scenario, workload);
            var other = Accuracy(scenario, workload with { Learner = torch });
            learners.Add(Math.Abs(own - other));
            var moved = Moved(workload.Learner, controls, own, rounding);
            var movedToo = Moved(torch, others, other, roundingOfTorch);
            (torch as IDisposable)?.Dispose();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {seed} | {own:F2} | {other:F2} | {moved} | {movedToo} |"));

            string Moved(ILearner learner, int count, double reference, List<double> differences)
            {
                var accuracies = Enumerable.Range(0, count).Select(c => Accuracy(scenario, workload with { Learner = ParityBench.Moved(learner, seed, c, count) })).ToArray();
                differences.AddRange(accuracies.Select(accuracy => Math.Abs(reference - accuracy)));
                return string.Join(", ", accuracies.Select(accuracy => accuracy.ToString("F2", CultureInfo.InvariantCulture)));
            }
        }
        Console.WriteLine();
        Summary("built-in against torch", learners);
        Summary("built-in against itself, moved", rounding);
        if (roundingOfTorch.Count > 0) Summary("torch against itself, moved", roundingOfTorch);
    }

    private static double Accuracy(ScenarioOptions options, Workload workload)
    {
        var simulator = new Simulator(options, workload);
        for (var round = 0; round < options.Rounds; round++) simulator.RunRound(CancellationToken.None);
        return 100 * workload.Learner.Evaluate(simulator.GlobalModel.Span, workload.Data.Test).Accuracy;
    }

    private static StartingLearner Moved(ILearner learner, int seed, int control, int controls)
    {
        var start = InitialModel.Of(learner, seed);
        // Spread over the layers: the first parameter, one further on, …
        var at = (int)((long)start.Length * control / controls);
        start[at] = MathF.BitIncrement(start[at]);
        return new StartingLearner(learner, start);
    }

    private static void Summary(string of, List<double> differences) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{of}: {differences.Count} pairs, difference in points: mean {differences.Average():F3}, median {Clock.Median(differences):F3}, largest {differences.Max():F3}; above 0.5 in {differences.Count(d => d > 0.5)}"));
}
