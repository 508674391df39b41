using System.Globalization;
using Diten.Core.Allocation.Search;

namespace Diten.Core.Allocation.Limits;

/// <summary>Whether an allocation obeys its limits, and whether any can.</summary>
public static class AllocationConstraints
{
    private const double Rounding = 1 + 1e-9;

    /// <summary>What no allocation can mend with these participants, the first of: too many of them, no signal, no power, mean time, energy.</summary>
    /// <param name="problem">Rates as given.</param>
    /// <param name="limits">Checked.</param>
    /// <returns>Null if none of the necessary conditions fails; that does not yet make the problem feasible.</returns>
    public static AllocationViolation? FindImpossible(AllocationProblem problem, AllocationLimits limits)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(limits);
        if (problem.Devices == 0) return null;
        var best = new BestCounts(BlockProblem.Of(limits.Power?.AtMost(problem) ?? problem));
        var alone = new double[problem.Devices];
        for (var i = 0; i < alone.Length; i++)
        {
            alone[i] = best.Seconds(i, 1);
            if (double.IsPositiveInfinity(alone[i]))
                return Proven(AllocationConstraint.Signal, i, $"device {i} has no rate on any subcarrier, so it can never send");
        }
        if (problem.Devices > problem.Subcarriers)
        {
            var slowest = Largest(alone);
            return Proven(AllocationConstraint.Subcarriers, slowest, $"{problem.Devices} participants need at least {problem.Devices} of {problem.Subcarriers} subcarriers; device {slowest} is the slowest on its own best one");
        }
        if (limits.MostPerDevice < 1)
            return Proven(AllocationConstraint.Power, 0, $"device 0 sends {limits.Power!.WattsPerSubcarrier:R} W on one subcarrier, above its {limits.Power.BudgetWatts:R} W");
        return AverageAtLeast(problem, limits, best) ?? EnergyAtLeast(problem, limits, best);
    }

    /// <summary>What an allocation breaks.</summary>
    /// <param name="problem">Rates as they are under the allocation (<see cref="PowerLimit.Under"/>).</param>
    /// <param name="limits">Checked.</param>
    /// <param name="outcome">Of that allocation.</param>
    /// <returns>Empty if it obeys all.</returns>
    public static IReadOnlyList<AllocationViolation> Check(AllocationProblem problem, AllocationLimits limits, AllocationOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(outcome);
        var found = new List<AllocationViolation>();
        for (var i = 0; i < problem.Devices; i++)
        {
            if (!(outcome.Rates[i] > 0))
                found.Add(Broken(AllocationConstraint.Signal, i, $"device {i} has no rate on the {outcome.Counts[i]} subcarriers that it holds"));
            if (outcome.Counts[i] > limits.MostPerDevice)
                found.Add(Broken(AllocationConstraint.Power, i, $"device {i} holds {outcome.Counts[i]} subcarriers, above the {limits.MostPerDevice} that its limits allow"));
        }
        if (outcome.Mean > limits.MaxAverageSeconds * Rounding)
        {
            var slowest = Largest(outcome.Seconds);
            found.Add(Broken(AllocationConstraint.AverageTime, slowest, $"mean time is {outcome.Mean:R} s, above {limits.MaxAverageSeconds:R} s; device {slowest} is the slowest with {outcome.Seconds[slowest]:R} s"));
        }
        if (limits.Power is not { } power || !double.IsFinite(limits.MaxEnergyJoules)) return found;
        var joules = power.Joules(problem, outcome);
        if (!(joules.Sum() <= limits.MaxEnergyJoules * Rounding))
        {
            var most = Largest(joules);
            found.Add(Broken(AllocationConstraint.Energy, most, $"transmit energy is {joules.Sum():R} J, above {limits.MaxEnergyJoules:R} J; device {most} spends most with {joules[most]:R} J"));
        }
        return found;
    }

    // Nobody is faster than with everything that the others' single subcarriers leave.
    private static AllocationViolation? AverageAtLeast(AllocationProblem problem, AllocationLimits limits, BestCounts best)
    {
        var most = Math.Min(limits.MostPerDevice, problem.Subcarriers - problem.Devices + 1);
        var seconds = new double[problem.Devices];
        for (var i = 0; i < seconds.Length; i++) seconds[i] = best.Seconds(i, most);
        var mean = RoundTime.Mean(seconds);
        if (mean <= limits.MaxAverageSeconds * Rounding) return null;
        var slowest = Largest(seconds);
        return Proven(AllocationConstraint.AverageTime, slowest, $"mean time is at least {mean:R} s, above {limits.MaxAverageSeconds:R} s; device {slowest} needs {seconds[slowest]:R} s even alone");
    }

    // A fixed power costs least per bit on the own best subcarrier; a budget is spent for the shortest time with all of them.
    private static AllocationViolation? EnergyAtLeast(AllocationProblem problem, AllocationLimits limits, BestCounts best)
    {
        if (limits.Power is not { } power || !double.IsFinite(limits.MaxEnergyJoules)) return null;
        var single = power.Policy is PowerPolicy.FixedPerSubcarrier;
        var joules = new double[problem.Devices];
        for (var i = 0; i < joules.Length; i++)
        {
            var seconds = best.Seconds(i, single ? 1 : problem.Subcarriers) - problem.ComputeSeconds[i];
            joules[i] = power.AmplifierScale * (single ? power.WattsPerSubcarrier : power.BudgetWatts) * seconds;
        }
        if (joules.Sum() <= limits.MaxEnergyJoules * Rounding) return null;
        var largest = Largest(joules);
        return Proven(AllocationConstraint.Energy, largest, $"transmit energy is at least {joules.Sum():R} J, above {limits.MaxEnergyJoules:R} J; device {largest} spends at least {joules[largest]:R} J");
    }

    private static int Largest(ReadOnlySpan<double> values)
    {
        var largest = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[largest]) largest = i;
        return largest;
    }

    private static AllocationViolation Proven(AllocationConstraint constraint, int device, FormattableString message) =>
        new(constraint, device, Proven: true, message.ToString(CultureInfo.InvariantCulture));

    private static AllocationViolation Broken(AllocationConstraint constraint, int device, FormattableString message) =>
        new(constraint, device, Proven: false, message.ToString(CultureInfo.InvariantCulture));
}
