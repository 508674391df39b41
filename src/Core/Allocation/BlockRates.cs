using Diten.Core.Numerics;
using Diten.Core.Wireless;

namespace Diten.Core.Allocation;

/// <summary>Subcarrier problems whose rates are the same within a coherence block, as devices report them.</summary>
public static class BlockRates
{
    /// <summary>Eq. (5) with one subcarrier: what a subcarrier of each coherence block is worth to a device.</summary>
    /// <param name="snr">ζ per coherence block, linear, finite, 0 or more; empty if the device did not tell.</param>
    /// <param name="meanRate">Mean rate on one subcarrier, bit/s, 0 or more; stands for every block where <paramref name="snr"/> is empty.</param>
    /// <param name="bandwidthHz">W, Hz, above 0.</param>
    /// <param name="subcarriers">C0, 1 or more.</param>
    /// <param name="rates">Receives bit/s; one value per block.</param>
    /// <exception cref="ArgumentException">The number of blocks differs or a value is out of its range; the message names it.</exception>
    public static void Fill(ReadOnlySpan<float> snr, double meanRate, double bandwidthHz, int subcarriers, Span<double> rates)
    {
        if (snr.IsEmpty)
        {
            Require.ZeroOrMore(meanRate, nameof(meanRate));
            rates.Fill(meanRate);
            return;
        }

        Require.SameLength(snr.Length, rates.Length, nameof(snr));
        for (var b = 0; b < rates.Length; b++) rates[b] = Ofdma.SubcarrierRate(bandwidthHz, subcarriers, snr[b]);
    }

    /// <summary>The problem of a round from rates by block; every participant sends the same number of bits.</summary>
    /// <param name="computeSeconds">T_cmp per participant, s; length N.</param>
    /// <param name="modelBits">L_w, bit, above 0.</param>
    /// <param name="blockRates">Rate on one subcarrier of each block, bit/s, row-major N × blocks.</param>
    /// <param name="subcarriers">C0, 1 or more.</param>
    /// <param name="blockSubcarriers">Subcarriers in a block; divides C0.</param>
    /// <exception cref="ArgumentException">A length or a value is out of its range; the message names it.</exception>
    public static AllocationProblem ToProblem(double[] computeSeconds, double modelBits, ReadOnlySpan<double> blockRates, int subcarriers, int blockSubcarriers)
    {
        ArgumentNullException.ThrowIfNull(computeSeconds);
        var blocks = BlocksOf(subcarriers, blockSubcarriers);
        Require.SameLength(blockRates.Length, computeSeconds.Length * blocks, nameof(blockRates));
        var bits = new double[computeSeconds.Length];
        Array.Fill(bits, modelBits);
        var rates = new double[computeSeconds.Length * subcarriers];
        for (var b = 0; b < blockRates.Length; b++) rates.AsSpan(b * blockSubcarriers, blockSubcarriers).Fill(blockRates[b]);
        return new AllocationProblem(computeSeconds, bits, rates, subcarriers);
    }

    /// <summary>Coherence blocks in the band.</summary>
    /// <exception cref="ArgumentException">The blocks do not fill the band.</exception>
    public static int BlocksOf(int subcarriers, int blockSubcarriers)
    {
        Require.Within(subcarriers, 1, int.MaxValue, nameof(subcarriers));
        Require.Within(blockSubcarriers, 1, subcarriers, nameof(blockSubcarriers));
        return subcarriers % blockSubcarriers == 0
            ? subcarriers / blockSubcarriers
            : throw new ArgumentException($"blockSubcarriers = {blockSubcarriers} must divide subcarriers = {subcarriers}", nameof(blockSubcarriers));
    }
}
