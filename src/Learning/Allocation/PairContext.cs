using System.Numerics.Tensors;
using System.Numerics;
using Diten.Core.Allocation.Bounds;
using Diten.Core.Allocation.Search;
using Diten.Core.Numerics;

namespace Diten.Learning.Allocation;

/// <summary>
/// What the network knows of each (device, block) pair: the pair itself, and what is pooled over the device, over the block
/// and over all, at a deadline near the best that counting allows. No number in it depends on how many devices or subcarriers
/// there are, so one network serves every size.
/// </summary>
internal sealed class PairContext
{
    /// <summary>Features of a pair.</summary>
    public const int Features = 12;

    // Above the count bound by so much: there the needs are those of a good answer.
    private const double Margin = 1.01;

    // Rates below this share of the device's best are as good as none; keeps logarithms finite.
    private const float Least = 1e-3f;

    private readonly float[] _logRate;
    private readonly float[] _logEnough;
    private readonly float[] _inverseCount;
    private readonly float[] _spare;
    private readonly float[] _choice;
    private readonly float[] _leastWanted;
    private readonly float[] _logWanted;
    private readonly float[] _blockMean;
    private readonly float[]? _previous;
    private readonly float _load;
    private readonly float _perDevice;

    private PairContext(BestCounts best, double bound, IReadOnlyList<int>? previous)
    {
        Best = best;
        Blocks = best.Blocks;
        Bound = bound;
        var (n, m) = (Blocks.Devices, Blocks.Blocks);
        Stride = (n + 7) & ~7;
        _logRate = new float[m * Stride];
        _logEnough = new float[Stride];
        _inverseCount = new float[Stride];
        _spare = new float[Stride];
        _choice = new float[Stride];
        _leastWanted = new float[Stride];
        _logWanted = new float[m];
        _blockMean = new float[m];
        var subcarriers = Blocks.Problem.Subcarriers;
        _load = Demand(bound * Margin) / (float)subcarriers;
        _perDevice = MathF.Log(subcarriers / (float)n) / 3;
        if (previous is not null) _previous = Shares(previous);
    }

    /// <summary>The problem by blocks.</summary>
    public BlockProblem Blocks { get; }

    /// <summary>Own-best counts.</summary>
    public BestCounts Best { get; }

    /// <summary>The count bound, s: nobody can do better.</summary>
    public double Bound { get; }

    /// <summary>N rounded up to whole vectors; rows of a block are so long.</summary>
    public int Stride { get; }

    /// <summary>Looks at a state.</summary>
    /// <returns>Null if a device has no rate anywhere: then there is nothing to decide.</returns>
    public static PairContext? Of(AllocationState state)
    {
        var best = new BestCounts(BlockProblem.Of(state.Problem));
        var bound = CountBound.Seconds(best);
        return double.IsPositiveInfinity(bound) ? null : new PairContext(best, bound, state.Previous);
    }

    /// <summary>Features of all pairs of one block.</summary>
    /// <param name="block">Block.</param>
    /// <param name="x">Receives them feature by feature, each of length <see cref="Stride"/>.</param>
    public void Fill(int block, Span<float> x)
    {
        var log = _logRate.AsSpan(block * Stride, Stride);
        var enough = Row(x, 0);
        TensorPrimitives.Subtract(log, _logEnough, enough);
        TensorPrimitives.Max(enough, -3, enough);
        TensorPrimitives.Min(enough, 3, enough);
        // Rates are relative to the device's best already.
        log.CopyTo(Row(x, 1));
        _inverseCount.CopyTo(Row(x, 2));
        _spare.CopyTo(Row(x, 3));
        _choice.CopyTo(Row(x, 4));
        Row(x, 5).Fill(_logWanted[block]);
        TensorPrimitives.Subtract(_logWanted[block], _leastWanted, Row(x, 6));
        TensorPrimitives.Subtract(log, _blockMean[block], Row(x, 7));
        Row(x, 8).Fill(_load);
        Row(x, 9).Fill(_perDevice);
        if (_previous is null)
        {
            Row(x, 10).Clear();
            Row(x, 11).Clear();
        }
        else
        {
            _previous.AsSpan(block * Stride, Stride).CopyTo(Row(x, 10));
            Row(x, 11).Fill(1);
        }
    }

    private Span<float> Row(Span<float> x, int feature) => x.Slice(feature * Stride, Stride);

    // What each needs by a time and where it could get it; returns the subcarriers needed in all.
    private int Demand(double time)
    {
        var (problem, m) = (Blocks.Problem, Blocks.Blocks);
        var total = 0;
        var enough = new double[Blocks.Devices];
        var wanted = new double[m];
        for (var i = 0; i < enough.Length; i++)
        {
            var rates = Blocks.RatesOf(i);
            var top = Best.Rate(i, 1);
            var need = problem.Bits[i] / (time - problem.ComputeSeconds[i]);
            var count = Math.Min(Best.Fewest(i, need), problem.Subcarriers);
            total += count;
            enough[i] = need / count;
            var suitable = Best.AtLeast(i, enough[i]);
            AddWhere(rates, enough[i], count / (double)Math.Max(1, suitable), wanted);
            for (var b = 0; b < m; b++) _logRate[(b * Stride) + i] = (float)(rates[b] / top);
            _logEnough[i] = (float)Math.Log(enough[i] / top);
            _inverseCount[i] = 1f / count;
            _spare[i] = (float)Math.Min(1, (Best.Rate(i, count) - need) / enough[i]);
            _choice[i] = suitable / (float)problem.Subcarriers;
        }
        TensorPrimitives.Max(_logRate, Least, _logRate);
        TensorPrimitives.Log(_logRate, _logRate);
        for (var b = 0; b < m; b++)
        {
            wanted[b] = Math.Log(Math.Max(wanted[b], 0.1));
            _logWanted[b] = (float)wanted[b];
            _blockMean[b] = OrderedSum.Of<float>(_logRate.AsSpan(b * Stride, Blocks.Devices)) / Blocks.Devices;
        }
        for (var i = 0; i < enough.Length; i++) _leastWanted[i] = (float)LeastWhere(Blocks.RatesOf(i), enough[i], wanted);
        return total;
    }

    // Adds a share wherever a rate is enough.
    private static void AddWhere(ReadOnlySpan<double> rates, double enough, double share, Span<double> sums)
    {
        var b = 0;
        for (; b + Vector<double>.Count <= rates.Length; b += Vector<double>.Count)
        {
            var suits = Vector.GreaterThanOrEqual(new Vector<double>(rates[b..]), new Vector<double>(enough));
            (new Vector<double>(sums[b..]) + Vector.ConditionalSelect(suits, new Vector<double>(share), Vector<double>.Zero)).CopyTo(sums[b..]);
        }
        for (; b < rates.Length; b++)
            if (rates[b] >= enough) sums[b] += share;
    }

    // The least value where a rate is enough; 0 where none is.
    private static double LeastWhere(ReadOnlySpan<double> rates, double enough, ReadOnlySpan<double> values)
    {
        var least = double.PositiveInfinity;
        var lanes = new Vector<double>(least);
        var b = 0;
        for (; b + Vector<double>.Count <= rates.Length; b += Vector<double>.Count)
        {
            var suits = Vector.GreaterThanOrEqual(new Vector<double>(rates[b..]), new Vector<double>(enough));
            lanes = Vector.Min(lanes, Vector.ConditionalSelect(suits, new Vector<double>(values[b..]), new Vector<double>(double.PositiveInfinity)));
        }
        for (var l = 0; l < Vector<double>.Count; l++) least = Math.Min(least, lanes[l]);
        for (; b < rates.Length; b++)
            if (rates[b] >= enough) least = Math.Min(least, values[b]);
        return double.IsPositiveInfinity(least) ? 0 : least;
    }

    private float[] Shares(IReadOnlyList<int> previous)
    {
        var shares = new float[_logRate.Length];
        var slots = Blocks.ToSlots([.. previous]);
        for (var b = 0; b < Blocks.Blocks; b++)
        {
            for (var s = Blocks.Start[b]; s < Blocks.Start[b + 1]; s++)
                if (slots[s] >= 0) shares[(b * Stride) + slots[s]] += _inverseCount[slots[s]];
        }
        return shares;
    }
}
