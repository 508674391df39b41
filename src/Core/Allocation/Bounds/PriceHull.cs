namespace Diten.Core.Allocation.Bounds;

/// <summary>Least price of one participant's subcarriers for the rate that they must carry on average: the lower convex hull of (rate, price) over the blocks.</summary>
internal readonly struct PriceHull
{
    private readonly double[] _rates;
    private readonly double[] _prices;

    private PriceHull(double[] rates, double[] prices) => (_rates, _prices) = (rates, prices);

    /// <summary>Builds it. O(B log B).</summary>
    /// <param name="rates">Rate of one subcarrier of each block, bit/s; length B.</param>
    /// <param name="prices">Its price, above 0; length B.</param>
    public static PriceHull Of(ReadOnlySpan<double> rates, ReadOnlySpan<double> prices)
    {
        var x = rates.ToArray();
        var y = prices.ToArray();
        Array.Sort(y, x);
        var size = 0;
        for (var b = 0; b < x.Length; b++)
        {
            // From cheap to dear: only what carries more than all cheaper ones is worth its price, and no vertex lies above a chord.
            if (size > 0 && x[b] <= x[size - 1]) continue;
            if (size > 0 && y[b] == y[size - 1]) size--;
            while (size > 1 && (y[size - 1] - y[size - 2]) * (x[b] - x[size - 1]) >= (y[b] - y[size - 1]) * (x[size - 1] - x[size - 2])) size--;
            (x[size], y[size]) = (x[b], y[b]);
            size++;
        }
        return new PriceHull(x[..size], y[..size]);
    }

    /// <summary>Least cost of a rate carried by <paramref name="fewest"/> subcarriers or more, where they may be mixed in fractions.</summary>
    /// <param name="rate">bit/s, above 0.</param>
    /// <param name="fewest">1 or more; that many of the best carry the rate.</param>
    public double Cost(double rate, int fewest)
    {
        // n·φ(rate/n) is convex in n (a perspective function): the first that does not get cheaper ends the search.
        var cost = fewest * Average(rate / fewest);
        for (var n = fewest + 1; ; n++)
        {
            var next = n * Average(rate / n);
            if (!(next < cost)) return cost;
            cost = next;
        }
    }

    private double Average(double rate)
    {
        if (rate <= _rates[0]) return _prices[0];
        for (var v = 1; v < _rates.Length; v++)
        {
            if (rate > _rates[v]) continue;
            var part = (rate - _rates[v - 1]) / (_rates[v] - _rates[v - 1]);
            return _prices[v - 1] + part * (_prices[v] - _prices[v - 1]);
        }
        // Beyond the best by rounding only.
        return _prices[^1];
    }
}
