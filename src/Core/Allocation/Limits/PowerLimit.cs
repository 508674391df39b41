using Diten.Core.Energy;
using Diten.Core.Numerics;

namespace Diten.Core.Allocation.Limits;

/// <summary>
/// Power of a participant. The rates of the problem are those at <see cref="WattsPerSubcarrier"/> on each subcarrier; with a
/// policy that spreads a budget, a subcarrier's rate depends on how many others its owner holds.
/// </summary>
public sealed record PowerLimit
{
    /// <summary>How the power is spread. Default: fixed on each subcarrier.</summary>
    public PowerPolicy Policy { get; init; } = PowerPolicy.FixedPerSubcarrier;

    /// <summary>P_max of a participant, W, above 0.</summary>
    public required double BudgetWatts { get; init; }

    /// <summary>Power at which the problem's rates hold, W, above 0.</summary>
    public required double WattsPerSubcarrier { get; init; }

    /// <summary>Width of a subcarrier, W/C0, Hz, above 0. Only looked at where the budget is spread. Default 78,125.</summary>
    public double SubcarrierHz { get; init; } = 78_125;

    /// <summary>β, what the amplifier draws per watt sent (Eq. 12), 0 or more. Default 1.</summary>
    public double AmplifierScale { get; init; } = 1;

    /// <summary>Subcarriers that Eq. 25 lets one hold.</summary>
    internal int MostSubcarriers => Policy is PowerPolicy.FixedPerSubcarrier
        ? TransmitPower.MostSubcarriers(BudgetWatts, WattsPerSubcarrier)
        : int.MaxValue;

    /// <summary>Transmit energy of each participant (Eq. 12), J: E = β·P·L_w/r with the power that it really sends.</summary>
    /// <param name="problem">The problem whose rates are in the outcome.</param>
    /// <param name="outcome">What the allocation means.</param>
    public double[] Joules(AllocationProblem problem, AllocationOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(outcome);
        var joules = new double[problem.Devices];
        for (var i = 0; i < joules.Length; i++)
        {
            var watts = Policy is PowerPolicy.FixedPerSubcarrier ? WattsPerSubcarrier * outcome.Counts[i] : BudgetWatts;
            joules[i] = TransmitCost.Joules(AmplifierScale, watts, problem.Bits[i], outcome.Rates[i]);
        }
        return joules;
    }

    /// <summary>The problem as it is under an allocation: subcarriers held at the power that the policy gives them, the others at
    /// what they would get as one more. With a fixed power, the problem itself.</summary>
    /// <param name="problem">Rates at <see cref="WattsPerSubcarrier"/>.</param>
    /// <param name="owner">Participant or −1 per subcarrier; length C0.</param>
    /// <exception cref="ArgumentException">A rate is so high that its SNR is not finite.</exception>
    public AllocationProblem Under(AllocationProblem problem, ReadOnlySpan<int> owner)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Require.SameLength(owner.Length, problem.Subcarriers, nameof(owner));
        if (Policy is PowerPolicy.FixedPerSubcarrier) return problem;
        var rates = new double[problem.Devices * problem.Subcarriers];
        for (var i = 0; i < problem.Devices; i++) Spread(problem, owner, i, rates.AsSpan(i * problem.Subcarriers, problem.Subcarriers));
        return new AllocationProblem(problem.ComputeSeconds.ToArray(), problem.Bits.ToArray(), rates, problem.Subcarriers) { MostPerDevice = problem.MostPerDevice };
    }

    /// <summary>Rates that no split can exceed: the whole budget on each subcarrier. A bound on this problem holds for the real one.</summary>
    internal AllocationProblem AtMost(AllocationProblem problem)
    {
        if (Policy is PowerPolicy.FixedPerSubcarrier) return problem;
        var rates = new double[problem.Devices * problem.Subcarriers];
        for (var i = 0; i < problem.Devices; i++)
            for (var k = 0; k < problem.Subcarriers; k++)
                rates[i * problem.Subcarriers + k] = Rate(SnrPerWatt(problem.RatesOf(i)[k]) * BudgetWatts);
        return new AllocationProblem(problem.ComputeSeconds.ToArray(), problem.Bits.ToArray(), rates, problem.Subcarriers) { MostPerDevice = problem.MostPerDevice };
    }

    internal void Check()
    {
        if (!Enum.IsDefined(Policy)) throw new ArgumentOutOfRangeException(nameof(Policy), $"Policy = {Policy} must be one of the named ones");
        Require.AboveZero(BudgetWatts, nameof(BudgetWatts));
        Require.AboveZero(WattsPerSubcarrier, nameof(WattsPerSubcarrier));
        Require.AboveZero(SubcarrierHz, nameof(SubcarrierHz));
        Require.ZeroOrMore(AmplifierScale, nameof(AmplifierScale));
    }

    private void Spread(AllocationProblem problem, ReadOnlySpan<int> owner, int device, Span<double> rates)
    {
        var given = problem.RatesOf(device);
        var held = new List<int>();
        for (var k = 0; k < owner.Length; k++)
        {
            rates[k] = SnrPerWatt(given[k]);
            if (owner[k] == device) held.Add(k);
        }
        var gains = new double[held.Count];
        for (var h = 0; h < gains.Length; h++) gains[h] = rates[held[h]];
        var watts = gains.Length == 0 ? [] : TransmitPower.Spread(Policy, gains, BudgetWatts);
        var oneMore = BudgetWatts / (gains.Length + 1);
        for (int k = 0, h = 0; k < owner.Length; k++)
            rates[k] = Rate(rates[k] * (owner[k] == device ? watts[h++] : oneMore));
    }

    // Eq. (5) backwards and forwards.
    private double SnrPerWatt(double rate)
    {
        var snr = (Math.Pow(2, rate / SubcarrierHz) - 1) / WattsPerSubcarrier;
        if (double.IsFinite(snr)) return snr;
        throw new ArgumentException($"rates: {rate:R} bit/s on a subcarrier of {SubcarrierHz:R} Hz is no SNR; must be below {1000 * SubcarrierHz:R}", nameof(rate));
    }

    private double Rate(double snr) => SubcarrierHz * Math.Log2(1 + snr);
}
