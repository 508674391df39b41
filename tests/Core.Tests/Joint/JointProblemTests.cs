using Diten.Core.Frequency;
using Diten.Core.Joint;

namespace Diten.Core.Tests.Joint;

public class JointProblemTests
{
    private static readonly JointDevice Device = new(600, 2e6, 3e8, 2e9, 1e-28, 1e6, 0.2);

    private static JointProblem Problem(double deadline = 10, double gain = 100) =>
        new(0.5, [Device, Device], new[,] { { gain, gain, gain }, { gain, gain, gain } }, 1e5, deadline, 2);

    private static JointDecision Feasible() => new(
        [1, 1], new double[,] { { 1, 0, 1 }, { 0, 1, 0 } }, new[,] { { 0.1, 0, 0.1 }, { 0, 0.2, 0 } }, [1e9, 1.5e9]);

    private static JointViolation OnlyViolation(JointDecision decision, double deadline = 20) =>
        Assert.Single(JointConstraints.Check(Problem(deadline), decision));

    [Fact]
    public void A_feasible_answer_has_no_violation_and_costs_energy_and_time()
    {
        var (problem, decision) = (Problem(), Feasible());
        Assert.Empty(JointConstraints.Check(problem, decision));
        var rate = 1e5 * Math.Log2(11) * 2;
        Assert.Equal(1.2 + 1e6 / rate, decision.Seconds(problem, 0), 1e-12);
        Assert.Equal(1e-28 * 1.2e9 * 1e18 + 2 * 0.2 * 1e6 / rate, decision.Joules(problem, 0), 1e-12);
        var slowest = Math.Max(decision.Seconds(problem, 0), decision.Seconds(problem, 1));
        Assert.Equal(decision.Joules(problem, 0) + decision.Joules(problem, 1) + 0.5 * slowest, decision.Cost(problem), 1e-12);
    }

    [Fact]
    public void Those_who_do_not_take_part_cost_nothing()
    {
        var decision = Feasible() with { Participation = [1, 0], Assignment = new double[,] { { 1, 0, 1 }, { 0, 0, 0 } } };
        Assert.Empty(JointConstraints.Check(Problem(), decision));
        Assert.Equal(decision.Joules(Problem(), 0) + 0.5 * decision.Seconds(Problem(), 0), decision.Cost(Problem()), 1e-12);
    }

    [Fact]
    public void Its_part_in_the_frequencies_is_the_frequency_problem()
    {
        // With the radio free and instant only Eq. 31 is left: no frequencies cost less than the solver's.
        var problem = new JointProblem(0.5, [Device with { Bits = 1e-9 }, Device with { Bits = 1e-9, Samples = 300 }], new[,] { { 1e6, 1 }, { 1, 1e6 } }, 1e9, double.PositiveInfinity, 0);
        var solved = FrequencySolver.Solve(new FrequencyProblem(0.5, [new(600, 2e6, 3e8, 2e9, 1e-28), new(300, 2e6, 3e8, 2e9, 1e-28)]));
        var decision = new JointDecision([1, 1], new double[,] { { 1, 0 }, { 0, 1 } }, new[,] { { 0.1, 0 }, { 0, 0.1 } }, [.. solved.Devices.Select(d => d.Frequency)]);
        Assert.Equal(1, decision.Cost(problem) / solved.Objective, 1e-9);
    }

    [Fact]
    public void Half_a_participation_is_reported()
    {
        var violation = OnlyViolation(Feasible() with { Participation = [1, 0.5] });
        Assert.Equal((JointConstraint.Participation, 1), (violation.Constraint, violation.Device));
    }

    [Fact]
    public void Half_a_subcarrier_is_reported_with_its_place()
    {
        var violation = OnlyViolation(Feasible() with { Assignment = new[,] { { 1, 0, 0.5 }, { 0, 1, 0 } } });
        Assert.Equal((JointConstraint.Assignment, 0, 2), (violation.Constraint, violation.Device, violation.Subcarrier));
    }

    [Fact]
    public void A_subcarrier_of_a_device_that_does_not_take_part_is_reported()
    {
        var violation = OnlyViolation(Feasible() with { Participation = [1, 0] });
        Assert.Equal((JointConstraint.Assignment, 1, 1), (violation.Constraint, violation.Device, violation.Subcarrier));
    }

    [Fact]
    public void A_shared_subcarrier_is_reported_with_both_devices()
    {
        var violation = OnlyViolation(Feasible() with { Assignment = new double[,] { { 1, 0, 1 }, { 0, 1, 1 } } });
        Assert.Equal((JointConstraint.Exclusivity, 1, 2), (violation.Constraint, violation.Device, violation.Subcarrier));
        Assert.Equal("device 1 holds subcarrier 2, which device 0 holds already", violation.Message);
    }

    [Fact]
    public void Too_much_or_negative_power_is_reported()
    {
        var over = OnlyViolation(Feasible() with { PowerWatts = new[,] { { 0.1, 0, 0.2 }, { 0, 0.2, 0 } } });
        Assert.Equal((JointConstraint.Power, 0, -1), (over.Constraint, over.Device, over.Subcarrier));
        var negative = OnlyViolation(Feasible() with { PowerWatts = new[,] { { 0.1, -0.1, 0.1 }, { 0, 0.2, 0 } } });
        Assert.Equal((JointConstraint.Power, 0, 1), (negative.Constraint, negative.Device, negative.Subcarrier));
    }

    [Theory]
    [InlineData(2e8)]
    [InlineData(3e9)]
    [InlineData(double.NaN)]
    public void A_frequency_out_of_range_is_reported(double frequency)
    {
        var violation = OnlyViolation(Feasible() with { FrequencyHz = [1e9, frequency] });
        Assert.Equal((JointConstraint.Frequency, 1), (violation.Constraint, violation.Device));
    }

    [Fact]
    public void A_device_that_is_late_or_never_ends_is_reported()
    {
        var late = OnlyViolation(Feasible(), deadline: 3);
        Assert.Equal((JointConstraint.Deadline, 1), (late.Constraint, late.Device));
        var endless = OnlyViolation(Feasible() with { Assignment = new double[,] { { 1, 0, 1 }, { 0, 0, 0 } } }, double.PositiveInfinity);
        Assert.Equal((JointConstraint.Deadline, 1), (endless.Constraint, endless.Device));
        Assert.Contains("never ends", endless.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_violations_are_reported_at_once()
    {
        var decision = new JointDecision([2, 1], new double[,] { { 1, 1, 1 }, { 1, 1, 1 } }, new[,] { { 9.0, 9, 9 }, { 9, 9, 9 } }, [1e9, 1]);
        var kinds = JointConstraints.Check(Problem(), decision).Select(v => v.Constraint).ToHashSet();
        Assert.Superset(new HashSet<JointConstraint> { JointConstraint.Participation, JointConstraint.Exclusivity, JointConstraint.Power, JointConstraint.Frequency, JointConstraint.Deadline }, kinds);
    }

    [Fact]
    public void What_cannot_be_is_said_before_anything_is_decided()
    {
        Assert.Empty(JointConstraints.FindImpossible(Problem(), [true, true]));
        Assert.All(JointConstraints.FindImpossible(Problem(deadline: 1), [true, true]), v => Assert.Equal(JointConstraint.Deadline, v.Constraint));
        Assert.Equal(1, Assert.Single(JointConstraints.FindImpossible(Problem(gain: 0), [false, true])).Device);
        var crowded = new JointProblem(0.5, [Device, Device], new[,] { { 100.0 }, { 100.0 } }, 1e5, 100, 1);
        var violation = Assert.Single(JointConstraints.FindImpossible(crowded, [true, true]));
        Assert.Equal((JointConstraint.Exclusivity, 1), (violation.Constraint, violation.Device));
    }

    [Fact]
    public void A_wrong_shape_or_value_is_named()
    {
        Assert.Throws<ArgumentException>(() => JointConstraints.Check(Problem(), Feasible() with { Participation = [1] }));
        Assert.Throws<ArgumentException>(() => JointConstraints.Check(Problem(), Feasible() with { Assignment = new double[2, 2] }));
        var error = Assert.ThrowsAny<ArgumentException>(() => new JointProblem(1, [Device with { Bits = 0 }], new double[1, 1], 1, 1, 1));
        Assert.StartsWith("devices[0].bits = 0 must be finite and above 0", error.Message, StringComparison.Ordinal);
    }
}
