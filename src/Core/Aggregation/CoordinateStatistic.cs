namespace Diten.Core.Aggregation;

/// <summary>Runs a statistic over each coordinate's sorted values; transposes a block at a time for the sake of the cache.</summary>
internal static class CoordinateStatistic
{
    private const int Block = 256;

    /// <summary>The value of a coordinate from its values in ascending order (NaN first).</summary>
    public delegate double Statistic(ReadOnlySpan<float> sorted);

    /// <summary>Fills <paramref name="result"/>; sorting makes it independent of the order of the updates.</summary>
    public static void Apply(IReadOnlyList<WeightedUpdate> updates, Statistic statistic, Span<float> result)
    {
        var n = updates.Count;
        var columns = new float[Block * n];
        for (var start = 0; start < result.Length; start += Block)
        {
            var length = Math.Min(Block, result.Length - start);
            for (var k = 0; k < n; k++)
            {
                var model = updates[k].Parameters.Span.Slice(start, length);
                for (var j = 0; j < length; j++) columns[(j * n) + k] = model[j];
            }

            for (var j = 0; j < length; j++)
            {
                var column = columns.AsSpan(j * n, n);
                column.Sort();
                result[start + j] = (float)statistic(column);
            }
        }
    }
}
