using Diten.Core.Frequency;
using FsCheck;
using FsCheck.Fluent;

namespace Diten.Core.Tests.Frequency;

public class FrequencyEdgeTests
{
    private static readonly FrequencyDevice Typical = new(600, 2e6, 3e8, 2e9, 1e-28);

    private static FrequencySolution Solve(double gamma, params FrequencyDevice[] devices) =>
        FrequencySolver.Solve(new FrequencyProblem(gamma, devices));

    [Fact]
    public void One_balanced_device_has_a_closed_form()
    {
        // min αcf² + γc/f: f = (γ/2α)^{1/3}.
        var solution = Solve(0.2, Typical);
        Assert.Equal(1, solution.Devices[0].Frequency / Math.Cbrt(0.2 / 2e-28), 1e-12);
        Assert.Equal(FrequencyGroup.Balanced, solution.Devices[0].Group);
        Assert.Equal(1, solution.Time * solution.Devices[0].Frequency / 1.2e9, 1e-12);
        Assert.Equal(solution.Energy + 0.2 * solution.Time, solution.Objective, 1e-12);
    }

    [Fact]
    public void When_time_is_everything_the_slowest_runs_at_its_most()
    {
        var solution = Solve(1e300, Typical, Typical with { Samples = 60 });
        Assert.Equal(new FrequencyChoice(2e9, FrequencyGroup.Bottleneck), solution.Devices[0]);
        Assert.Equal(0.6, solution.Time, 1e-12);
        // The light device needs 120e6 cycles in 0.6 s, less than f_min offers.
        Assert.Equal(new FrequencyChoice(3e8, FrequencyGroup.Strong), solution.Devices[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-300)]
    public void When_time_is_nothing_everyone_runs_at_its_least(double gamma)
    {
        var solution = Solve(gamma, Typical, Typical with { Samples = 60 });
        Assert.All(solution.Devices, d => Assert.Equal(new FrequencyChoice(3e8, FrequencyGroup.Strong), d));
        Assert.Equal(4, solution.Time, 1e-12);
    }

    [Fact]
    public void A_fixed_frequency_leaves_nothing_to_choose()
    {
        var solution = Solve(1, Typical with { MinFrequency = 1e9, MaxFrequency = 1e9 });
        Assert.Equal(new FrequencyChoice(1e9, FrequencyGroup.Bottleneck), solution.Devices[0]);
        Assert.Equal(1.2, solution.Time, 1e-12);
    }

    [Fact]
    public void Equal_devices_are_treated_equally()
    {
        var solution = Solve(1, Typical, Typical, Typical, Typical);
        Assert.Single(solution.Devices.Distinct());
    }

    [Fact]
    public void Cycles_whose_cubes_overflow_a_double_are_solved_all_the_same()
    {
        var huge = new FrequencyDevice(1e60, 1e60, 1e100, 1e140, 1e-280);
        var problem = new FrequencyProblem(1e30, [huge, huge with { Samples = 5e59 }]);
        var solution = FrequencySolver.Solve(problem);
        Assert.True(KktResidual.Of(problem, solution.Time, FrequencyInstances.Frequencies(solution)).Max < 1e-9);
    }

    [Fact]
    public void A_device_that_costs_no_energy_does_not_disturb_the_others()
    {
        var free = Typical with { EnergyCoefficient = 0, Samples = 500 };
        var with = Solve(0.2, Typical, free);
        var without = Solve(0.2, Typical);
        Assert.Equal(without.Time, with.Time, 1e-12);
    }

    public static TheoryData<double, FrequencyDevice, string> Bad => new()
    {
        { -1, Typical, "gamma = -1 must be finite and 0 or more" },
        { double.NaN, Typical, "gamma = NaN must be finite and 0 or more" },
        { 1, Typical with { Samples = 0 }, "devices[0].samples = 0 must be finite and above 0" },
        { 1, Typical with { CyclesPerSample = -2 }, "devices[0].cyclesPerSample = -2 must be finite and above 0" },
        { 1, Typical with { MinFrequency = double.PositiveInfinity }, "devices[0].minFrequency = Infinity must be finite and above 0" },
        { 1, Typical with { MinFrequency = 3e9 }, "devices[0].maxFrequency = 2000000000 must be minFrequency = 3000000000 or more" },
        { 1, Typical with { EnergyCoefficient = -1e-28 }, "devices[0].energyCoefficient = -1E-28 must be finite and 0 or more" },
        { 1, Typical with { EnergyCoefficient = 1e300 }, "devices[0].energyCoefficient = 1E+300 makes the energy" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_names_the_field_and_the_range(double gamma, FrequencyDevice device, string message)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => new FrequencyProblem(gamma, [device]));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_devices_is_an_error() => Assert.Throws<ArgumentException>(() => new FrequencyProblem(1, []));

    [Fact]
    public void Order_of_the_devices_does_not_matter() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var problem = FrequencyInstances.Draw(seed);
            var shuffled = problem.Devices.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (a, b) = (FrequencySolver.Solve(problem), FrequencySolver.Solve(new FrequencyProblem(problem.Gamma, shuffled)));
            return Math.Abs(a.Time / b.Time - 1) < 1e-12 && Math.Abs(a.Objective / b.Objective - 1) < 1e-12;
        }).Holds();

    [Fact]
    public void A_dearer_second_never_makes_the_round_longer_nor_cheaper_in_energy() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var problem = FrequencyInstances.Draw(seed);
            var dearer = new FrequencyProblem(problem.Gamma * 3, problem.Devices.ToArray());
            var (a, b) = (FrequencySolver.Solve(problem), FrequencySolver.Solve(dearer));
            return b.Time <= a.Time && b.Energy >= a.Energy * (1 - 1e-12);
        }).Holds();

    [Fact]
    public void Random_feasible_points_are_never_better() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var problem = FrequencyInstances.Draw(seed);
            var optimum = FrequencySolver.Solve(problem);
            var random = new Random(seed);
            for (var trial = 0; trial < 30; trial++)
            {
                var spread = Math.Pow(10, -6 * random.NextDouble());
                var f = new double[problem.Devices.Length];
                var slowest = 0.0;
                for (var i = 0; i < f.Length; i++)
                {
                    var d = problem.Devices[i];
                    f[i] = Math.Clamp(optimum.Devices[i].Frequency * (1 + spread * (2 * random.NextDouble() - 1)), d.MinFrequency, d.MaxFrequency);
                    slowest = Math.Max(slowest, d.Cycles / f[i]);
                }
                if (problem.Objective(slowest, f) < optimum.Objective * (1 - 1e-12)) return false;
            }
            return true;
        }).Holds();
}
