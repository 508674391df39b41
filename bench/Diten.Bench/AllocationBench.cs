using System.Diagnostics;
using Diten.Core.Allocation;
using Diten.Core.Allocation.Bounds;
using Diten.Core.Energy;
using Diten.Simulation.Scenario;
using Diten.Simulation.Schemes;

namespace Diten.Bench;

/// <summary>
/// All allocators on the same states, drawn as the simulator draws them: samples, frequencies, places and channels anew for
/// each. The seeds are held out: nothing is trained or tuned on them.
/// </summary>
internal static class AllocationBench
{
    private const int FirstHeldOutSeed = 1_000_000;
    private const int Runs = 3;

    // A just-in-time compiler needs so many before it has done its best.
    private const int Warm = 300;

    public const string Usage = """
        usage: ./diten bench allocation [OPTIONS]

          every allocator on held-out states of both regimes: psi, makespan, gap to the lower bound, energy, decision time

          --states N         states per regime and size (default 200)
          --devices A,B      devices of a state, all of which take part (default 10,20,30,50,70,100)
          --allocators A,B   default: all
          --block N          subcarriers that fade together (default 8; 1 makes all differ)
        """;

    public static void Run(IReadOnlyList<string> arguments)
    {
        var states = 200;
        int[] sizes = [10, 20, 30, 50, 70, 100];
        var names = AllocatorCatalog.Names;
        var block = new ScenarioOptions().CoherenceBlock;
        for (var a = 0; a < arguments.Count; a += 2)
        {
            var value = a + 1 < arguments.Count ? arguments[a + 1] : throw new FormatException($"{arguments[a]} has no value");
            switch (arguments[a])
            {
                case "--states": states = Whole(arguments[a], value, 1, 100_000); break;
                case "--devices": sizes = [.. value.Split(',').Select(n => Whole("--devices", n, 1, 256))]; break;
                case "--allocators": names = [.. value.Split(',').Select(name => Known(name))]; break;
                case "--block": block = Whole("--block", value, 1, 256); break;
                default: throw new FormatException($"unknown argument: {arguments[a]}");
            }
        }
        foreach (var regime in new[] { "compute", "communication" })
            foreach (var devices in sizes)
                Measure(new ScenarioOptions { Regime = regime, Devices = devices, Scheme = "sync", CoherenceBlock = block }, states, names);
    }

    private static void Measure(ScenarioOptions options, int states, IReadOnlyList<string> names)
    {
        var problems = Enumerable.Range(0, states).Select(s => AllocationStates.Draw(options, FirstHeldOutSeed + s)).ToArray();
        Certificate.Of(problems[0]);
        var boundMilliseconds = new double[states];
        var bounds = problems.Select((problem, s) => Timed(() => Certificate.Of(problem), out boundMilliseconds[s])).ToArray();
        Console.WriteLine($"{options.Regime}-bound, N = {options.Devices}, C0 = {options.Subcarriers}, blocks of {options.CoherenceBlock}, {states} states; lower bound {bounds.Average(b => b.Seconds):F3} s (price {bounds.Average(b => b.PriceSeconds):F3}, count {bounds.Average(b => b.CountSeconds):F3}, mixed {bounds.Average(b => b.MixedSeconds):F3}) in {Clock.Median(boundMilliseconds):F2} ms");
        Console.WriteLine("  allocator       makespan s   gap mean %  gap worst %      psi s2     energy J  decision ms: mean  median  slowest  processor");
        foreach (var name in names)
        {
            var allocator = AllocatorCatalog.Parse(name);
            for (var warm = 0; warm < Warm; warm++) allocator.Allocate(problems[warm % states], new Random(1));
            var milliseconds = new double[states];
            var processor = Environment.CpuUsage.TotalTime;
            var answers = problems.Select((problem, s) =>
            {
                var owner = Timed(() => allocator.Allocate(problem, new Random(s)), out milliseconds[s]);
                var outcome = AllocationOutcome.Evaluate(problem, owner);
                return (Outcome: outcome, Gap: bounds[s].Gap(outcome.Makespan), Energy: Joules(options, problem, outcome));
            }).ToArray();
            var used = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / (states * Runs);
            Console.WriteLine(
                $"  {name,-14}{answers.Average(a => a.Outcome.Makespan),12:F3}{100 * answers.Average(a => a.Gap),13:F3}{100 * answers.Max(a => a.Gap),13:F3}{answers.Average(a => a.Outcome.Psi),12:F3}{answers.Average(a => a.Energy),13:F3}{milliseconds.Average(),19:F3}{Clock.Median(milliseconds),8:F3}{milliseconds.Max(),9:F3}{used,11:F3}");
        }
        Console.WriteLine();
    }

    // As the simulator counts it: a device sends with its whole power for as long as its model takes (Eq. 12).
    private static double Joules(ScenarioOptions options, AllocationProblem problem, AllocationOutcome outcome)
    {
        var rates = outcome.Rates;
        var sum = 0.0;
        for (var i = 0; i < rates.Length; i++) sum += TransmitCost.Joules(options.TransmitCoefficient, options.TransmitPowerWatts, problem.Bits[i], rates[i]);
        return sum;
    }

    // The shortest of a few runs on the same input: what one core can do when nobody disturbs it.
    private static T Timed<T>(Func<T> run, out double milliseconds)
    {
        T result = default!;
        milliseconds = double.PositiveInfinity;
        for (var r = 0; r < Runs; r++)
        {
            var start = Stopwatch.GetTimestamp();
            result = run();
            milliseconds = Math.Min(milliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return result;
    }

    private static string Known(string name) =>
        AllocatorCatalog.Names.Contains(name, StringComparer.Ordinal) ? name : throw new FormatException($"--allocators: '{name}' must be one of {string.Join(", ", AllocatorCatalog.Names)}");

    private static int Whole(string name, string value, int low, int high) =>
        int.TryParse(value, out var number) && number >= low && number <= high
            ? number
            : throw new FormatException($"{name} is '{value}', expected a whole number from {low} to {high}");
}
