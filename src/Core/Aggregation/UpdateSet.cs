namespace Diten.Core.Aggregation;

/// <summary>Checks updates and fixes their order.</summary>
internal static class UpdateSet
{
    /// <summary>Indices of the updates in ordinal order of their device ids.</summary>
    /// <exception cref="ArgumentException">See <see cref="IAggregator.Aggregate"/>.</exception>
    public static int[] Order(ReadOnlySpan<float> previous, IReadOnlyList<WeightedUpdate> updates, Span<float> result)
    {
        ArgumentNullException.ThrowIfNull(updates);
        if (updates.Count == 0) throw new ArgumentException("updates is empty; there is nothing to aggregate", nameof(updates));
        if (result.Length != previous.Length)
            throw new ArgumentException($"result has {result.Length} parameters, previous has {previous.Length}; they must agree", nameof(result));
        var order = new int[updates.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            Check(updates[i], i, previous.Length);
        }

        Array.Sort(order, (a, b) => string.CompareOrdinal(updates[a].Device, updates[b].Device));
        for (var i = 1; i < order.Length; i++)
        {
            if (string.Equals(updates[order[i]].Device, updates[order[i - 1]].Device, StringComparison.Ordinal))
                throw new ArgumentException($"updates has device '{updates[order[i]].Device}' twice; a device counts once", nameof(updates));
        }

        return order;
    }

    private static void Check(WeightedUpdate update, int index, int parameters)
    {
        if (update.Device is null) throw new ArgumentException($"updates[{index}].device is missing", nameof(update));
        if (update.Parameters.Length != parameters)
            throw new ArgumentException($"updates[{index}] has {update.Parameters.Length} parameters, previous has {parameters}; they must agree", nameof(update));
        if (!double.IsFinite(update.Samples) || update.Samples <= 0)
            throw new ArgumentException($"updates[{index}].samples = {update.Samples:R} must be finite and above 0", nameof(update));
        if (double.IsNaN(update.UpdateWeight) || update.UpdateWeight < 0)
            throw new ArgumentException($"updates[{index}].updateWeight = {update.UpdateWeight:R} must be 0 or more", nameof(update));
    }
}
