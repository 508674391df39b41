using Diten.Core.Frequency;
using Diten.Simulation.Engine;
using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>
/// How often Eq. 33 without a clamp breaks a bound: groups as printed, found by fixing T_N3 of all devices, grouping, and taking
/// T = max(T_N1, T_N2, T_N3) of the groups once; then f = c/T in N3 whatever comes out.
/// </summary>
internal sealed record LiteralGroupingSeries : SeriesPlan
{
    /// <summary>Name in the results.</summary>
    public const string Scheme = "literal-grouping";

    private const int Batches = 10;
    private const int PerBatch = 200;

    /// <summary>Seed of the instances.</summary>
    public required int Seed { get; init; }

    /// <summary>Most devices of an instance.</summary>
    public required int Devices { get; init; }

    /// <inheritdoc/>
    public override int Steps => Batches;

    /// <inheritdoc/>
    public override string Fingerprint(Workloads workloads) => $"literal grouping 1;{Seed};{Devices}";

    /// <inheritdoc/>
    public override SeriesResult Run(Workloads workloads, Action step, CancellationToken cancellationToken)
    {
        var infeasible = new double[Batches];
        for (var batch = 0; batch < Batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < PerBatch; i++)
            {
                if (!IsFeasible(Draw(new Random(CounterRandom.Seed(Seed, Purpose.Frequency, (batch * PerBatch) + i, -1))))) infeasible[batch]++;
            }
            step();
        }
        return new SeriesResult(Title, "", Labels, [new Column("instances", [.. infeasible.Select(_ => (double)PerBatch)]), new Column("infeasible", infeasible)], []);
    }

    /// <summary>The series for a seed.</summary>
    public static LiteralGroupingSeries Of(int seed, int devices) => new()
    {
        Seed = seed,
        Devices = devices,
        Title = "grouping without clamp",
        Labels = [new Label("scheme", Scheme)],
    };

    private FrequencyProblem Draw(Random random)
    {
        var devices = new FrequencyDevice[1 + random.Next(Devices)];
        for (var i = 0; i < devices.Length; i++)
        {
            var minimum = 1e8 * (1 + (4 * random.NextDouble()));
            devices[i] = new FrequencyDevice(50 + random.Next(1000), 5e5 + (2e6 * random.NextDouble()), minimum, minimum * (1 + (5 * random.NextDouble())), 1e-28);
        }
        return new FrequencyProblem(Math.Pow(10, -2 + (6 * random.NextDouble())), devices);
    }

    // The groups that the optimum forms, T from the group times, and N3 at c/T without looking at its bounds.
    private static bool IsFeasible(FrequencyProblem problem)
    {
        var all = 0.0;
        foreach (var device in problem.Devices) all += 2 * device.EnergyCoefficient * Math.Pow(device.Cycles, 3);
        var guess = Math.Cbrt(all / problem.Gamma);
        var (bottleneck, strong, balanced) = FrequencySolver.GroupTimes(problem, guess);
        var seconds = Math.Max(bottleneck, Math.Max(strong, balanced));
        foreach (var device in problem.Devices)
        {
            if (FrequencySolver.GroupOf(device, guess) != FrequencyGroup.Balanced) continue;
            var frequency = device.Cycles / seconds;
            if (frequency < device.MinFrequency * (1 - 1e-12) || frequency > device.MaxFrequency * (1 + 1e-12)) return false;
        }
        return true;
    }
}
