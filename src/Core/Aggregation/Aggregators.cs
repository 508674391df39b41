using System.Globalization;

namespace Diten.Core.Aggregation;

/// <summary>The aggregators by name, for the command line and problem files.</summary>
public static class Aggregators
{
    /// <summary>The default: Eq. (22) with weights that sum to 1.</summary>
    public const string Default = "normalized";

    /// <summary>Every name; <c>trimmed-mean</c> takes <c>:share</c>, <c>krum</c> and <c>multi-krum</c> take <c>:liars</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["normalized", "literal", "residual", "samples", "fedavg", "median", "trimmed-mean", "krum", "multi-krum"];

    /// <summary>Finds an aggregator.</summary>
    /// <param name="name">One of <see cref="Names"/>, for example <c>normalized</c>, <c>trimmed-mean:0.2</c>, <c>krum:3</c>. <c>fedavg</c> is <c>samples</c>.</param>
    /// <param name="aggregator">The aggregator, or null.</param>
    /// <returns>False if there is none of that name, or its argument is out of range.</returns>
    public static bool TryParse(string? name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IAggregator? aggregator)
    {
        var parts = (name ?? "").Split(':', 2);
        var argument = parts.Length == 2 ? parts[1] : null;
        aggregator = (parts[0], argument) switch
        {
            ("normalized", null) => new NormalizedAggregator(),
            ("literal", null) => new LiteralAggregator(),
            ("residual", null) => new ResidualAggregator(),
            ("samples" or "fedavg", null) => new SamplesAggregator(),
            ("median", null) => new MedianAggregator(),
            ("trimmed-mean", null) => new TrimmedMeanAggregator(),
            ("trimmed-mean", _) when double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var trim) && trim is >= 0 and < 0.5 => new TrimmedMeanAggregator(trim),
            ("krum" or "multi-krum", null) => new KrumAggregator(null, parts[0] is "multi-krum"),
            ("krum" or "multi-krum", _) when int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var liars) => new KrumAggregator(liars, parts[0] is "multi-krum"),
            _ => null,
        };
        return aggregator is not null;
    }

    /// <summary>Finds an aggregator.</summary>
    /// <exception cref="ArgumentException">None of that name; the message lists them.</exception>
    public static IAggregator Parse(string? name) =>
        TryParse(name, out var aggregator) ? aggregator : throw new ArgumentException($"aggregation '{name}' is none of {string.Join(", ", Names)} (trimmed-mean:0..0.5, krum:0..)", nameof(name));
}
