using System.Runtime.InteropServices;
using Diten.Core.Numerics;

namespace Diten.Core.Allocation;

/// <summary>How far apart the participants of a round finish. An infinite time makes every figure infinite.</summary>
public static class RoundTime
{
    /// <summary>Eq. (26): T_ave = Σ λ_i T_i / Σ λ_i, s. Printed over N, but only participants have a T_i.</summary>
    /// <param name="seconds">T_i of the participants, s; at least one, no NaN.</param>
    /// <exception cref="ArgumentException">There is no participant, or a time is NaN or negative.</exception>
    public static double Mean(ReadOnlySpan<double> seconds)
    {
        Check(seconds);
        var sum = 0.0;
        foreach (var t in seconds) sum += t;
        return sum / seconds.Length;
    }

    /// <summary>Eq. (30): the mean written with λ, Σ λ_i T_i / Σ λ_i, s; the same figure as Eq. 26 over the participants.</summary>
    /// <param name="seconds">T_i of every device, s; those of the others are not looked at.</param>
    /// <param name="participates">λ_i; same length, at least one true.</param>
    /// <exception cref="ArgumentException">Lengths differ, nobody takes part, or a participant's time is NaN or negative.</exception>
    public static double ParticipantMean(ReadOnlySpan<double> seconds, ReadOnlySpan<bool> participates)
    {
        Require.SameLength(participates.Length, seconds.Length, nameof(participates));
        var taken = new List<double>(seconds.Length);
        for (var i = 0; i < seconds.Length; i++)
            if (participates[i]) taken.Add(seconds[i]);
        return Mean(CollectionsMarshal.AsSpan(taken));
    }

    /// <summary>Eq. (27): Σ λ_i |T_i − T_ave| / Σ λ_i, s.</summary>
    /// <inheritdoc cref="Mean"/>
    public static double MeanAbsoluteDeviation(ReadOnlySpan<double> seconds)
    {
        var mean = Mean(seconds);
        if (double.IsPositiveInfinity(mean)) return mean;
        var sum = 0.0;
        foreach (var t in seconds) sum += Math.Abs(t - mean);
        return sum / seconds.Length;
    }

    /// <summary>Eq. (36): Ψ = Σ λ_i (T_i − T_ave)², s². Look at the makespan too: Ψ is content if everyone is equally slow.</summary>
    /// <inheritdoc cref="Mean"/>
    public static double Psi(ReadOnlySpan<double> seconds)
    {
        var mean = Mean(seconds);
        if (double.IsPositiveInfinity(mean)) return mean;
        var sum = 0.0;
        foreach (var t in seconds) sum += (t - mean) * (t - mean);
        return sum;
    }

    private static void Check(ReadOnlySpan<double> seconds)
    {
        if (seconds.IsEmpty) throw new ArgumentException("seconds must hold at least one participant", nameof(seconds));
        for (var i = 0; i < seconds.Length; i++)
            if (!(seconds[i] >= 0)) throw new ArgumentException($"seconds[{i}] = {seconds[i]:R} must be 0 or more", nameof(seconds));
    }
}
