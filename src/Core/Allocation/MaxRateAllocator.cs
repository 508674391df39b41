namespace Diten.Core.Allocation;

/// <summary>
/// The highest sum of rates: each subcarrier to whom it is worth most. Whoever is left without one takes, one after another,
/// the subcarrier of an owner of several at which the sum loses least. What it does to the slowest is not its concern.
/// </summary>
public sealed class MaxRateAllocator : IAllocator
{
    /// <inheritdoc/>
    public string Name => "max-rate";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, Random random)
    {
        Participants.RequireEnoughSubcarriers(problem);
        var owner = new int[problem.Subcarriers];
        Array.Fill(owner, -1);
        if (problem.Devices == 0) return owner;
        var best = new double[owner.Length];
        Array.Fill(best, -1);
        for (var i = 0; i < problem.Devices; i++)
        {
            var rates = problem.RatesOf(i);
            for (var k = 0; k < owner.Length; k++)
                if (rates[k] > best[k]) (best[k], owner[k]) = (rates[k], i);
        }
        var count = new int[problem.Devices];
        foreach (var i in owner) count[i]++;
        for (var i = 0; i < problem.Devices; i++)
            if (count[i] == 0) TakeCheapest(problem.RatesOf(i), best, owner, count, i);
        return owner;
    }

    private static void TakeCheapest(ReadOnlySpan<double> rates, double[] best, int[] owner, int[] count, int device)
    {
        var chosen = -1;
        for (var k = 0; k < owner.Length; k++)
        {
            if (count[owner[k]] < 2) continue;
            // Of equal losses the one with the higher rate: a dead subcarrier helps nobody.
            var (loss, least) = (best[k] - rates[k], chosen < 0 ? double.PositiveInfinity : best[chosen] - rates[chosen]);
            if (loss < least || (loss == least && rates[k] > rates[chosen])) chosen = k;
        }
        count[owner[chosen]]--;
        (owner[chosen], best[chosen], count[device]) = (device, rates[chosen], 1);
    }
}
