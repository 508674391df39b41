using Diten.Core.Frequency;

namespace Diten.Core.Tests.Frequency;

public class FrequencySolverTests
{
    private const int Instances = 3000;

    [Fact]
    public void No_golden_section_search_over_T_finds_anything_better()
    {
        for (var seed = 0; seed < Instances; seed++)
        {
            var problem = FrequencyInstances.Draw(seed);
            var solution = FrequencySolver.Solve(problem);
            var low = problem.Devices.ToArray().Max(d => d.Cycles / d.MaxFrequency);
            var high = Math.Max(low, problem.Devices.ToArray().Max(d => d.Cycles / d.MinFrequency));
            var searched = GoldenSection(t => FrequencyInstances.Reduced(problem, t), low, high);
            Assert.InRange(solution.Objective, searched * (1 - 1e-9), searched * (1 + 1e-12));
            Assert.InRange(solution.Time, low, high);
        }
    }

    [Fact]
    public void Weak_duality_certifies_the_optimum_without_the_reduction_to_T()
    {
        // For any λ ≥ 0 with Σλ = γ, Σ_i min_f (αcf² + λ_i c/f) is a lower bound of the objective.
        for (var seed = 0; seed < Instances; seed++)
        {
            var problem = FrequencyInstances.Draw(seed);
            var solution = FrequencySolver.Solve(problem);
            var bound = 0.0;
            var multipliers = Multipliers(problem, solution);
            Assert.All(multipliers, l => Assert.True(l >= 0));
            Assert.Equal(1, multipliers.Sum() / problem.Gamma, 1e-9);
            for (var i = 0; i < multipliers.Length; i++)
            {
                var d = problem.Devices[i];
                var f = Math.Clamp(Math.Cbrt(multipliers[i] / (2 * d.EnergyCoefficient)), d.MinFrequency, d.MaxFrequency);
                bound += d.EnergyCoefficient * d.Cycles * f * f + multipliers[i] * d.Cycles / f;
            }
            Assert.Equal(1, bound / solution.Objective, 1e-9);
        }
    }

    [Fact]
    public void Kkt_residual_is_below_1e_9_everywhere()
    {
        var worst = 0.0;
        for (var seed = 0; seed < Instances; seed++)
        {
            var problem = FrequencyInstances.Draw(seed);
            var solution = FrequencySolver.Solve(problem);
            worst = Math.Max(worst, KktResidual.Of(problem, solution.Time, FrequencyInstances.Frequencies(solution)).Max);
        }
        Assert.True(worst < 1e-9, $"worst residual {worst:R}");
    }

    [Fact]
    public void Two_devices_on_a_grid_are_never_better()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var all = FrequencyInstances.Draw(seed);
            var problem = new FrequencyProblem(all.Gamma, [all.Devices[0], all.Devices[^1]]);
            var solution = FrequencySolver.Solve(problem);
            var (a, b) = (problem.Devices[0], problem.Devices[1]);
            var best = double.PositiveInfinity;
            const int cells = 300;
            for (var x = 0; x <= cells; x++)
                for (var y = 0; y <= cells; y++)
                {
                    double[] f = [a.MinFrequency + (a.MaxFrequency - a.MinFrequency) * x / cells, b.MinFrequency + (b.MaxFrequency - b.MinFrequency) * y / cells];
                    best = Math.Min(best, problem.Objective(Math.Max(a.Cycles / f[0], b.Cycles / f[1]), f));
                }
            Assert.InRange(solution.Objective, best * 0.98, best * (1 + 1e-12));
        }
    }

    [Fact]
    public void The_optimal_time_is_the_largest_of_its_own_group_times()
    {
        var (bottleneck, strong, balanced) = (0, 0, 0);
        for (var seed = 0; seed < Instances; seed++)
        {
            var problem = FrequencyInstances.Draw(seed);
            var time = FrequencySolver.Deadline(problem);
            var groups = FrequencySolver.GroupTimes(problem, time);
            var largest = Math.Max(groups.Bottleneck, Math.Max(groups.Strong, groups.Balanced));
            Assert.Equal(1, largest / time, 1e-12);
            if (groups.Bottleneck == time) bottleneck++;
            else if (groups.Strong == time) strong++;
            else balanced++;
        }
        // The instances show all three ways to end.
        Assert.True(Math.Min(bottleneck, Math.Min(strong, balanced)) > 50, $"{bottleneck} {strong} {balanced}");
    }

    [Fact]
    public void Each_group_runs_at_its_frequency()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var problem = FrequencyInstances.Draw(seed);
            var solution = FrequencySolver.Solve(problem);
            for (var i = 0; i < solution.Devices.Count; i++)
            {
                var (device, choice) = (problem.Devices[i], solution.Devices[i]);
                var expected = choice.Group switch
                {
                    FrequencyGroup.Bottleneck => device.MaxFrequency,
                    FrequencyGroup.Strong => device.MinFrequency,
                    _ => device.Cycles / solution.Time,
                };
                Assert.Equal(1, choice.Frequency / expected, 1e-12);
            }
        }
    }

    // Whoever sets T takes its own price 2αf³ as far as γ reaches, and a device at f_max what is left over.
    private static double[] Multipliers(FrequencyProblem problem, FrequencySolution solution)
    {
        var multipliers = new double[solution.Devices.Count];
        var left = problem.Gamma;
        foreach (var group in new[] { FrequencyGroup.Balanced, FrequencyGroup.Bottleneck, FrequencyGroup.Strong })
        {
            for (var i = 0; i < multipliers.Length; i++)
            {
                var (device, choice) = (problem.Devices[i], solution.Devices[i]);
                if (choice.Group != group || device.Cycles / choice.Frequency < solution.Time * (1 - 1e-12)) continue;
                multipliers[i] = Math.Min(left, 2 * device.EnergyCoefficient * Math.Pow(choice.Frequency, 3));
                left -= multipliers[i];
            }
        }
        var slowest = solution.Devices.ToList().FindIndex(d => d.Group == FrequencyGroup.Bottleneck);
        if (slowest >= 0) multipliers[slowest] += left;
        return multipliers;
    }

    private static double GoldenSection(Func<double, double> objective, double low, double high)
    {
        var ratio = (Math.Sqrt(5) - 1) / 2;
        var best = Math.Min(objective(low), objective(high));
        double x = high - ratio * (high - low), y = low + ratio * (high - low);
        double atX = objective(x), atY = objective(y);
        for (var i = 0; i < 90; i++)
        {
            if (atX < atY)
            {
                (high, y, atY) = (y, x, atX);
                x = high - ratio * (high - low);
                atX = objective(x);
            }
            else
            {
                (low, x, atX) = (x, y, atY);
                y = low + ratio * (high - low);
                atY = objective(y);
            }
        }
        return Math.Min(best, Math.Min(atX, atY));
    }
}
