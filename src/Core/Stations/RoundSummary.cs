using System.Runtime.InteropServices;
using Diten.Core.Allocation;
using Diten.Core.Energy;

namespace Diten.Core.Stations;

/// <summary>What one device did in a round.</summary>
/// <param name="Participated">Whether its model was aggregated.</param>
/// <param name="ComputeSeconds">T_cmp, s, 0 or more.</param>
/// <param name="TransmitSeconds">T_com, s, 0 or more.</param>
/// <param name="EnergyJoules">E_cmp + E_com, J, 0 or more.</param>
public readonly record struct RoundShare(bool Participated, double ComputeSeconds, double TransmitSeconds, double EnergyJoules);

/// <summary>The figures of one round.</summary>
/// <param name="DurationSeconds">How long it took: the slowest participant's T_i, or the longest computation where nobody sent, s.</param>
/// <param name="MakespanSeconds">max T_i over participants, s; 0 without any.</param>
/// <param name="MeanSeconds">T_ave (Eq. 26), s; 0 without any.</param>
/// <param name="Psi">Ψ (Eq. 36), s²; 0 without any.</param>
/// <param name="EnergyJoules">Σ over all rows, J.</param>
/// <param name="Overhead">φ (Eq. 20).</param>
public sealed record RoundSummary(double DurationSeconds, double MakespanSeconds, double MeanSeconds, double Psi, double EnergyJoules, Overhead Overhead)
{
    /// <summary>Sums a round up.</summary>
    /// <param name="shares">One for each device that offered.</param>
    /// <param name="modelBits">L_w, bit.</param>
    /// <param name="stateBits">Bits of one state report.</param>
    /// <exception cref="ArgumentException">A time is NaN or negative.</exception>
    public static RoundSummary Of(IReadOnlyList<RoundShare> shares, double modelBits, double stateBits)
    {
        ArgumentNullException.ThrowIfNull(shares);
        var times = new List<double>(shares.Count);
        var (longest, energy) = (0.0, 0.0);
        foreach (var share in shares)
        {
            energy += share.EnergyJoules;
            longest = Math.Max(longest, share.ComputeSeconds);
            if (share.Participated) times.Add(share.ComputeSeconds + share.TransmitSeconds);
        }

        var overhead = Overhead.OfRound(times.Count, shares.Count, modelBits, stateBits);
        if (times.Count == 0) return new RoundSummary(longest, 0, 0, 0, energy, overhead);
        var sent = CollectionsMarshal.AsSpan(times);
        var makespan = times.Max();
        return new RoundSummary(makespan, makespan, RoundTime.Mean(sent), RoundTime.Psi(sent), energy, overhead);
    }

    /// <summary>The rate that a device may expect in the next round, bit/s: what it had if it took part; otherwise an equal share of the band at its mean rate.</summary>
    /// <param name="granted">Rate on its subcarriers in this round, bit/s; null if it did not take part.</param>
    /// <param name="subcarrierRate">Its mean rate on one subcarrier, bit/s.</param>
    /// <param name="subcarriers">C0.</param>
    /// <param name="participants">Participants of this round.</param>
    public static double ExpectedRate(double? granted, double subcarrierRate, int subcarriers, int participants) =>
        granted ?? subcarrierRate * subcarriers / Math.Max(1, participants);
}
