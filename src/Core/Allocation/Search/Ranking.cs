using System.Numerics;

namespace Diten.Core.Allocation.Search;

/// <summary>Puts values in order by counting for each how many come before it: for a few dozen several times as fast as sorting.</summary>
internal sealed class Ranking
{
    // From here on sorting is the faster.
    private const int Many = 96;

    private readonly double[] _keys;
    private readonly long[] _index;
    private readonly int[] _order;

    /// <param name="length">Values to put in order.</param>
    public Ranking(int length)
    {
        var padded = (length + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        _keys = new double[padded];
        _index = new long[padded];
        for (var i = 0; i < padded; i++) _index[i] = i;
        _order = new int[length];
    }

    /// <summary>Indices from the largest value to the smallest, the lower index first among equals.</summary>
    /// <param name="values">No NaN; as many as were announced.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<int> Descending(ReadOnlySpan<double> values)
    {
        if (values.Length > Many) return Sorted(values);
        values.CopyTo(_keys);
        _keys.AsSpan(values.Length).Fill(double.NegativeInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            var (key, at) = (new Vector<double>(values[i]), new Vector<long>(i));
            var before = Vector<long>.Zero;
            for (var o = 0; o < _keys.Length; o += Vector<double>.Count)
            {
                var others = new Vector<double>(_keys, o);
                // A comparison that holds is −1.
                before -= Vector.GreaterThan(others, key) | (Vector.Equals(others, key) & Vector.LessThan(new Vector<long>(_index, o), at));
            }
            _order[(int)Vector.Sum(before)] = i;
        }
        return _order;
    }

    private ReadOnlySpan<int> Sorted(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++) (_keys[i], _order[i]) = (-values[i], i);
        Array.Sort(_keys, _order, 0, values.Length);
        for (var start = 0; start < values.Length;)
        {
            var end = start + 1;
            while (end < values.Length && _keys[end] == _keys[start]) end++;
            if (end - start > 1) Array.Sort(_order, start, end - start);
            start = end;
        }
        return _order;
    }
}
