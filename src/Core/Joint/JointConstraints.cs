using System.Globalization;
using Diten.Core.Energy;

namespace Diten.Core.Joint;

/// <summary>Whether an answer to the joint problem is one, and whether there can be one at all.</summary>
public static class JointConstraints
{
    private const double Rounding = 1e-9;

    /// <summary>Eq. (29): checks all six constraints and reports every one that fails, with its device.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="decision">The answer, of the problem's shape.</param>
    /// <returns>Empty if the answer is feasible.</returns>
    /// <exception cref="ArgumentException">The answer has another shape than the problem.</exception>
    public static IReadOnlyList<JointViolation> Check(JointProblem problem, JointDecision decision)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(decision);
        decision.RequireShape(problem);
        var found = new List<JointViolation>();
        for (var i = 0; i < problem.Devices.Count; i++)
        {
            CheckParticipation(decision, i, found);
            CheckAssignment(decision, i, found);
            CheckPower(problem, decision, i, found);
            if (CheckFrequency(problem, decision, i, found)) CheckDeadline(problem, decision, i, found);
        }
        CheckExclusivity(problem, decision, found);
        return found;
    }

    /// <summary>What makes the problem infeasible whatever one decides, for devices that must take part.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="mustParticipate">λ_i as it is wanted; length N.</param>
    /// <returns>Empty if none of the necessary conditions fails: a subcarrier for each, and each alone with the whole
    /// band at f_max and full power meets the deadline.</returns>
    public static IReadOnlyList<JointViolation> FindImpossible(JointProblem problem, ReadOnlySpan<bool> mustParticipate)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Numerics.Require.SameLength(mustParticipate.Length, problem.Devices.Count, nameof(mustParticipate));
        var found = new List<JointViolation>();
        var wanted = 0;
        for (var i = 0; i < mustParticipate.Length; i++)
        {
            if (!mustParticipate[i]) continue;
            if (++wanted > problem.Subcarriers)
                Add(found, JointConstraint.Exclusivity, i, -1, $"device {i} is participant {wanted} of at most {problem.Subcarriers}, one per subcarrier");
            var device = problem.Devices[i];
            var rate = 0.0;
            // The whole budget on each subcarrier at once is more than any split can do.
            for (var k = 0; k < problem.Subcarriers; k++) rate += problem.Rate(i, k, device.PowerBudgetWatts);
            var seconds = ComputeCost.Seconds(device.CyclesPerSample, device.Samples, device.MaxFrequency) + TransmitCost.Seconds(device.Bits, rate);
            if (double.IsPositiveInfinity(seconds))
                Add(found, JointConstraint.Deadline, i, -1, $"device {i} has no signal on any subcarrier, so it can never send");
            else if (seconds > problem.DeadlineSeconds)
                Add(found, JointConstraint.Deadline, i, -1, $"device {i} needs at least {seconds:R} s even alone, above the deadline of {problem.DeadlineSeconds:R} s");
        }
        return found;
    }

    private static void CheckParticipation(JointDecision decision, int i, List<JointViolation> found)
    {
        var value = decision.Participation[i];
        if (value is not (0 or 1)) Add(found, JointConstraint.Participation, i, -1, $"participation of device {i} is {value:R}, must be 0 or 1");
    }

    private static void CheckAssignment(JointDecision decision, int i, List<JointViolation> found)
    {
        for (var k = 0; k < decision.Assignment.GetLength(1); k++)
        {
            var value = decision.Assignment[i, k];
            if (value is not (0 or 1)) Add(found, JointConstraint.Assignment, i, k, $"share of device {i} in subcarrier {k} is {value:R}, must be 0 or 1");
            else if (value == 1 && decision.Participation[i] == 0) Add(found, JointConstraint.Assignment, i, k, $"device {i} holds subcarrier {k} but does not take part");
        }
    }

    private static void CheckPower(JointProblem problem, JointDecision decision, int i, List<JointViolation> found)
    {
        for (var k = 0; k < problem.Subcarriers; k++)
        {
            var watts = decision.PowerWatts[i, k];
            if (!(watts >= 0 && double.IsFinite(watts))) Add(found, JointConstraint.Power, i, k, $"power of device {i} on subcarrier {k} is {watts:R} W, must be finite and 0 or more");
        }
        var (sum, budget) = (decision.Watts(i), problem.Devices[i].PowerBudgetWatts);
        if (sum > budget * (1 + Rounding)) Add(found, JointConstraint.Power, i, -1, $"device {i} sends {sum:R} W, above its {budget:R} W");
    }

    private static bool CheckFrequency(JointProblem problem, JointDecision decision, int i, List<JointViolation> found)
    {
        var (f, device) = (decision.FrequencyHz[i], problem.Devices[i]);
        if (f >= device.MinFrequency * (1 - Rounding) && f <= device.MaxFrequency * (1 + Rounding)) return true;
        Add(found, JointConstraint.Frequency, i, -1, $"frequency of device {i} is {f:R} Hz, must be {device.MinFrequency:R} to {device.MaxFrequency:R}");
        return f > 0 && double.IsFinite(f);
    }

    private static void CheckDeadline(JointProblem problem, JointDecision decision, int i, List<JointViolation> found)
    {
        if (decision.Participation[i] == 0) return;
        var rate = decision.Rate(problem, i);
        if (!(rate > 0 && double.IsFinite(rate)))
        {
            Add(found, JointConstraint.Deadline, i, -1, $"device {i} takes part at a rate of {rate:R} bit/s, so it never ends");
            return;
        }
        var seconds = decision.Seconds(problem, i);
        if (seconds > problem.DeadlineSeconds * (1 + Rounding))
            Add(found, JointConstraint.Deadline, i, -1, $"device {i} takes {seconds:R} s, above the deadline of {problem.DeadlineSeconds:R} s");
    }

    private static void CheckExclusivity(JointProblem problem, JointDecision decision, List<JointViolation> found)
    {
        for (var k = 0; k < problem.Subcarriers; k++)
        {
            var (sum, first) = (0.0, -1);
            for (var i = 0; i < problem.Devices.Count; i++)
            {
                if (decision.Assignment[i, k] == 0) continue;
                sum += decision.Assignment[i, k];
                if (first < 0) first = i;
                else if (sum > 1 + Rounding) Add(found, JointConstraint.Exclusivity, i, k, $"device {i} holds subcarrier {k}, which device {first} holds already");
            }
        }
    }

    private static void Add(List<JointViolation> found, JointConstraint constraint, int device, int subcarrier, FormattableString message) =>
        found.Add(new JointViolation(constraint, device, subcarrier, message.ToString(CultureInfo.InvariantCulture)));
}
