using Diten.Core.Energy;
using Diten.Core.Numerics;

namespace Diten.Core.Allocation;

/// <summary>What an allocation means for the participants of a round.</summary>
public sealed class AllocationOutcome
{
    private readonly double[] _rates;
    private readonly double[] _seconds;
    private readonly int[] _counts;

    private AllocationOutcome(double[] rates, double[] seconds, int[] counts)
    {
        _rates = rates;
        _seconds = seconds;
        _counts = counts;
        Makespan = seconds.Max();
        Mean = RoundTime.Mean(seconds);
        MeanAbsoluteDeviation = RoundTime.MeanAbsoluteDeviation(seconds);
        Psi = RoundTime.Psi(seconds);
    }

    /// <summary>r_i over the assigned subcarriers (Eq. 23), bit/s; length N.</summary>
    public ReadOnlySpan<double> Rates => _rates;

    /// <summary>T_i = T_cmp + L_w/r_i, s; ∞ for a participant without any rate. Length N.</summary>
    public ReadOnlySpan<double> Seconds => _seconds;

    /// <summary>Subcarriers held; length N.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>max T_i, s: how long the round takes.</summary>
    public double Makespan { get; }

    /// <summary>T_ave over participants (Eq. 26), s.</summary>
    public double Mean { get; }

    /// <summary>Mean |T_i − T_ave| (Eq. 27), s.</summary>
    public double MeanAbsoluteDeviation { get; }

    /// <summary>Eq. (36): Ψ = Σ (T_i − T_ave)², s².</summary>
    public double Psi { get; }

    /// <summary>False if a participant has no rate at all; then makespan, mean, deviation and Ψ are ∞.</summary>
    public bool IsFinite => double.IsFinite(Makespan);

    /// <summary>Evaluates who owns which subcarrier.</summary>
    /// <param name="problem">At least one participant.</param>
    /// <param name="owner">Participant index or −1 per subcarrier; length C0. One owner each by construction (Eq. 24).</param>
    /// <exception cref="ArgumentException">The length differs or an owner does not exist; the message names it.</exception>
    public static AllocationOutcome Evaluate(AllocationProblem problem, ReadOnlySpan<int> owner)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Require.Within(problem.Devices, 1, int.MaxValue, "problem.Devices");
        var rates = AssignedRate.Of(problem, owner);
        var counts = new int[problem.Devices];
        foreach (var i in owner)
            if (i >= 0) counts[i]++;
        var seconds = new double[problem.Devices];
        for (var i = 0; i < seconds.Length; i++)
            seconds[i] = problem.ComputeSeconds[i] + TransmitCost.Seconds(problem.Bits[i], rates[i]);
        return new AllocationOutcome(rates, seconds, counts);
    }
}
