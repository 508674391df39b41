namespace Diten.Learning.Allocation;

/// <summary>The projection without a network, with scores by a fixed rule: what the network adds is the difference to these.</summary>
public static class FixedScores
{
    /// <summary>Each device takes where its own rate is highest.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Owner per subcarrier; null if no projection serves everyone.</returns>
    public static int[]? ByRate(AllocationState state) => Decide(state, feature: 1, sign: 1);

    /// <summary>Each device takes what others want least.</summary>
    /// <inheritdoc cref="ByRate"/>
    public static int[]? ByDemand(AllocationState state) => Decide(state, feature: 5, sign: -1);

    private static int[]? Decide(AllocationState state, int feature, float sign)
    {
        if (PairContext.Of(state) is not { } context) return null;
        var (n, m) = (context.Blocks.Devices, context.Blocks.Blocks);
        var x = new float[PairContext.Features * context.Stride];
        var scores = new float[n * m];
        for (var b = 0; b < m; b++)
        {
            context.Fill(b, x);
            for (var i = 0; i < n; i++) scores[(i * m) + b] = sign * x[(feature * context.Stride) + i];
        }
        return new DeadlineDeal(context.Best, scores).Run(context.Bound) is { } holdings ? context.Blocks.ToOwners(holdings.Slots) : null;
    }
}
