using Diten.Learning.Kernels;

namespace Diten.Learning.Data;

/// <summary>
/// A small random stream per (seed, stream, index), so that sample 17 is the same whoever draws it and in whatever order.
/// Its output is fixed for ever: generated data depend on it.
/// </summary>
internal struct StreamRandom
{
    private SplitMix64 bits;
    private double spare;
    private bool hasSpare;

    public StreamRandom(int seed, int stream, int index) =>
        bits = new SplitMix64(SplitMix64.Derive(SplitMix64.Derive((uint)seed, (uint)stream), (uint)index));

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => bits.NextDouble();

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>Uniform in 0..count−1.</summary>
    public int Below(int count) => bits.Next(count);

    /// <summary>Standard normal (polar method).</summary>
    public double Normal()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spare;
        }

        double x, y, square;
        do
        {
            x = Uniform(-1, 1);
            y = Uniform(-1, 1);
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        spare = y * factor;
        hasSpare = true;
        return x * factor;
    }

    /// <summary>Normal with the tails cut off at ± <paramref name="limit"/> deviations.</summary>
    public double Normal(double mean, double deviation, double limit) => mean + (deviation * Math.Clamp(Normal(), -limit, limit));

    /// <summary>Logarithm of a Gamma(shape, 1) variate (Marsaglia, Tsang 2000); the logarithm, because tiny shapes underflow.</summary>
    public double LogGamma(double shape)
    {
        if (shape < 1) return LogGamma(shape + 1) + (Math.Log(1 - Uniform()) / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - Uniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return Math.Log(d * v);
        }
    }

    /// <summary>Shuffles in place (Fisher, Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
