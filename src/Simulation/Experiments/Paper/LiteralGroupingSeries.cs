using Diten.Core.Frequency;
using Diten.Simulation.Engine;
using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>
/// How often Eq. 33 without a clamp breaks a bound. The groups are found as a reader would: with T_N3 of all devices form the
/// groups, take T_N3 of the new N3, and repeat until nothing changes; then T = max(T_N1, T_N2, T_N3), and f = c/T in N3
/// whatever comes out.
/// </summary>
internal sealed record LiteralGroupingSeries : SeriesPlan
{
    /// <summary>Name in the results.</summary>
    public const string Scheme = "literal-grouping";

    private const int PerSize = 1000;
    private const int MaxPasses = 1000;
    private static readonly int[] s_sizes = [2, 3, 5, 10, 20, 50, 100];

    /// <summary>Seed of the instances.</summary>
    public required int Seed { get; init; }

    /// <inheritdoc/>
    public override int Steps => s_sizes.Length;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) => $"literal grouping 2;{Seed}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var infeasible = new double[s_sizes.Length];
        for (var size = 0; size < s_sizes.Length; size++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < PerSize; i++)
            {
                var random = new Random(CounterRandom.Seed(Seed, Purpose.Frequency, i, -1 - s_sizes[size]));
                if (!IsFeasible(Draw(random, s_sizes[size]))) infeasible[size]++;
            }
            step();
        }
        return new SeriesResult(Title, "", Labels,
        [
            new Column("devices", [.. s_sizes.Select(size => (double)size)]),
            new Column("instances", [.. s_sizes.Select(_ => (double)PerSize)]),
            new Column("infeasible", infeasible),
        ], []);
    }

    /// <summary>The series for a seed.</summary>
    public static LiteralGroupingSeries Of(int seed) => new()
    {
        Seed = seed,
        Title = "grouping without clamp",
        Labels = [new Label("scheme", Scheme)],
    };

    private static FrequencyProblem Draw(Random random, int count)
    {
        var devices = new FrequencyDevice[count];
        for (var i = 0; i < devices.Length; i++)
        {
            var minimum = 1e8 * (1 + (4 * random.NextDouble()));
            devices[i] = new FrequencyDevice(50 + random.Next(1000), 5e5 + (2e6 * random.NextDouble()), minimum, minimum * (1 + (5 * random.NextDouble())), 1e-28);
        }
        return new FrequencyProblem(Math.Pow(10, -2 + (6 * random.NextDouble())), devices);
    }

    private static bool IsFeasible(FrequencyProblem problem)
    {
        var guess = Balance(problem, static (_, _) => true, 0);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var next = Balance(problem, IsBalanced, guess);
            if (Math.Abs(next - guess) <= 1e-12 * guess) break;
            guess = next;
        }
        var (bottleneck, strong, balanced) = FrequencySolver.GroupTimes(problem, guess);
        var seconds = Math.Max(bottleneck, Math.Max(strong, balanced));
        foreach (var device in problem.Devices)
        {
            if (!IsBalanced(device, guess)) continue;
            var frequency = device.Cycles / seconds;
            if (frequency < device.MinFrequency * (1 - 1e-9) || frequency > device.MaxFrequency * (1 + 1e-9)) return false;
        }
        return true;
    }

    private static bool IsBalanced(FrequencyDevice device, double seconds) => FrequencySolver.GroupOf(device, seconds) == FrequencyGroup.Balanced;

    // T_N3 of the devices that count (Eq. 34).
    private static double Balance(FrequencyProblem problem, Func<FrequencyDevice, double, bool> counts, double seconds)
    {
        var cubes = 0.0;
        foreach (var device in problem.Devices)
        {
            if (counts(device, seconds)) cubes += 2 * device.EnergyCoefficient * Math.Pow(device.Cycles, 3);
        }
        return Math.Cbrt(cubes / problem.Gamma);
    }
}
