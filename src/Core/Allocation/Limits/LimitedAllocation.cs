using Diten.Core.Allocation.Bounds;

namespace Diten.Core.Allocation.Limits;

/// <summary>Runs any allocator under limits.</summary>
public sealed class LimitedAllocation
{
    // A split budget's rates depend on the allocation: a second look at the rates that the first one leads to.
    private const int Passes = 3;

    private readonly AllocationProblem _given;
    private readonly PowerLimit? _power;

    private LimitedAllocation(
        AllocationProblem given, PowerLimit? power, int[] owner, IReadOnlyList<int> dropped, IReadOnlyList<AllocationViolation> violations)
    {
        (_given, _power) = (given, power);
        Problem = power?.Under(given, owner) ?? given;
        (Owner, Dropped, Violations) = (owner, dropped, violations);
    }

    /// <summary>All participants with the rates that they really have; those of the dropped as given.</summary>
    public AllocationProblem Problem { get; }

    /// <summary>Index in the problem or −1 per subcarrier; all −1 where no allocation was found.</summary>
    public IReadOnlyList<int> Owner { get; }

    /// <summary>Who was dropped (λ = 0), in the order of dropping.</summary>
    public IReadOnlyList<int> Dropped { get; }

    /// <summary>Without <c>relax</c>: what does not hold; empty if the allocation is feasible. With it: why each of <see cref="Dropped"/> was dropped, in that order.</summary>
    public IReadOnlyList<AllocationViolation> Violations { get; }

    /// <summary>True if everyone who was not dropped is served within the limits.</summary>
    public bool IsFeasible => Violations.Count == Dropped.Count && Dropped.Count < Problem.Devices;

    /// <summary>T_i of everyone, s; null for the dropped.</summary>
    public double?[] Times()
    {
        var kept = Kept();
        var outcome = AllocationOutcome.Evaluate(Part(Problem, kept), OwnersAmong(kept));
        var times = new double?[Problem.Devices];
        for (var p = 0; p < kept.Count; p++) times[kept[p]] = outcome.Seconds[p];
        return times;
    }

    /// <summary>The answer for those who take part, numbered 0, 1, … in the order of the problem, with a bound that holds for any split of the power.</summary>
    /// <param name="decision">How long the allocator took, measured by the caller.</param>
    /// <exception cref="InvalidOperationException">Nothing feasible was found.</exception>
    public AllocationAnswer Serve(TimeSpan decision)
    {
        if (!IsFeasible) throw new InvalidOperationException("there is no feasible allocation to serve; see Violations");
        var kept = Kept();
        var bound = Certificate.Of(Part(_power?.AtMost(_given) ?? _given, kept));
        return AllocationAnswer.Of(Part(Problem, kept), OwnersAmong(kept), bound, _power, decision);
    }

    private int[] OwnersAmong(List<int> kept) => [.. Owner.Select(device => device < 0 ? -1 : kept.IndexOf(device))];

    private List<int> Kept() => [.. Enumerable.Range(0, Problem.Devices).Except(Dropped)];

    /// <summary>Allocates under limits.</summary>
    /// <remarks>
    /// Order of <paramref name="relax"/>: as long as a constraint fails, the device that its violation names is dropped and everything
    /// is tried again. Those are, in this order: who has no signal (lowest index first); with more participants than subcarriers,
    /// the slowest on its own best one; where the mean time is too long, the slowest; where the energy is too high, who spends
    /// most. Where one subcarrier is beyond the power, nobody can be served and all are dropped.
    /// </remarks>
    /// <param name="problem">Rates at <see cref="PowerLimit.WattsPerSubcarrier"/>, where power is limited.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="allocator">Who decides.</param>
    /// <param name="random">For the allocator.</param>
    /// <param name="relax">True to drop participants until the limits hold.</param>
    /// <exception cref="ArgumentException">A limit is out of its range.</exception>
    public static LimitedAllocation Solve(AllocationProblem problem, AllocationLimits limits, IAllocator allocator, Random random, bool relax = false)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(allocator);
        limits.Checked();
        problem = Capped(problem, limits.MostPerDevice);
        var kept = Enumerable.Range(0, problem.Devices).ToList();
        var dropped = new List<int>();
        var reasons = new List<AllocationViolation>();
        while (kept.Count > 0)
        {
            var part = Part(problem, kept);
            var impossible = AllocationConstraints.FindImpossible(part, limits);
            IReadOnlyList<AllocationViolation> broken = impossible is null ? [] : [impossible];
            if (impossible is null)
            {
                var (rates, owner) = Allocate(part, limits, allocator, random);
                broken = AllocationConstraints.Check(rates, limits, AllocationOutcome.Evaluate(rates, owner));
                if (broken.Count == 0)
                {
                    for (var k = 0; k < owner.Length; k++) owner[k] = owner[k] < 0 ? -1 : kept[owner[k]];
                    return new LimitedAllocation(problem, limits.Power, owner, dropped, reasons);
                }
            }
            // Positions are those of the participants that are left; people know the devices by their index in the problem.
            var named = broken.Select(v => InProblem(v, kept)).ToArray();
            if (!relax) return new LimitedAllocation(problem, limits.Power, Nobody(problem), dropped, named);
            reasons.Add(named[0]);
            dropped.Add(named[0].Device);
            kept.Remove(named[0].Device);
        }
        return new LimitedAllocation(problem, limits.Power, Nobody(problem), dropped, reasons);
    }

    /// <summary>The problem of some of the participants.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="devices">Their indices; they become 0, 1, …</param>
    public static AllocationProblem Part(AllocationProblem problem, IReadOnlyList<int> devices)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(devices);
        if (devices.Count == problem.Devices) return problem;
        var rates = new double[devices.Count * problem.Subcarriers];
        for (var i = 0; i < devices.Count; i++) problem.RatesOf(devices[i]).CopyTo(rates.AsSpan(i * problem.Subcarriers));
        return new AllocationProblem(
            [.. devices.Select(i => problem.ComputeSeconds[i])], [.. devices.Select(i => problem.Bits[i])], rates, problem.Subcarriers) { MostPerDevice = problem.MostPerDevice };
    }

    private static (AllocationProblem Rates, int[] Owner) Allocate(AllocationProblem problem, AllocationLimits limits, IAllocator allocator, Random random)
    {
        var seen = problem;
        (AllocationProblem Rates, int[] Owner) best = default;
        var shortest = double.PositiveInfinity;
        for (var pass = 0; pass < Passes; pass++)
        {
            var owner = allocator.Allocate(seen, random);
            if (problem.MostPerDevice < problem.Subcarriers) CountLimit.Enforce(seen, owner, problem.MostPerDevice);
            var rates = limits.Power?.Under(problem, owner) ?? problem;
            var makespan = AllocationOutcome.Evaluate(rates, owner).Makespan;
            if (pass == 0 || makespan < shortest) (best, shortest) = ((rates, owner), makespan);
            if (ReferenceEquals(rates, problem)) break;
            seen = rates;
        }
        return best;
    }

    private static AllocationProblem Capped(AllocationProblem problem, int most)
    {
        if (most < 1 || most >= Math.Min(problem.MostPerDevice, problem.Subcarriers)) return problem;
        var rates = new double[problem.Devices * problem.Subcarriers];
        for (var i = 0; i < problem.Devices; i++) problem.RatesOf(i).CopyTo(rates.AsSpan(i * problem.Subcarriers));
        return new AllocationProblem(problem.ComputeSeconds.ToArray(), problem.Bits.ToArray(), rates, problem.Subcarriers) { MostPerDevice = most };
    }

    private static AllocationViolation InProblem(AllocationViolation violation, List<int> kept)
    {
        var device = kept[violation.Device];
        return violation with
        {
            Device = device,
            Message = violation.Message.Replace($"device {violation.Device} ", $"device {device} ", StringComparison.Ordinal),
        };
    }

    private static int[] Nobody(AllocationProblem problem)
    {
        var owner = new int[problem.Subcarriers];
        Array.Fill(owner, -1);
        return owner;
    }
}
