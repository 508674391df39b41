using Diten.Core.Network;

namespace Diten.Dashboard.Pages;

/// <summary>One twin, with the history of its readings.</summary>
/// <param name="Twin">All of Γ.</param>
/// <param name="History">Reading to its raw history, for the first <see cref="MaxReadings"/> readings.</param>
public sealed record TwinDetails(TwinSnapshot Twin, IReadOnlyDictionary<string, IReadOnlyList<HistoryPoint>> History)
{
    /// <summary>Most readings whose history is drawn.</summary>
    public const int MaxReadings = 16;

    /// <summary>Names of reported and desired readings, in order.</summary>
    public IReadOnlyList<string> Readings => [.. Twin.State.Keys.Union(Twin.Desired.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    internal static async Task<TwinDetails?> LoadAsync(ITwinNetwork network, string id, CancellationToken cancellationToken)
    {
        if (await network.FindTwinAsync(id, cancellationToken) is not { } twin) return null;
        var history = new Dictionary<string, IReadOnlyList<HistoryPoint>>(StringComparer.Ordinal);
        foreach (var reading in twin.State.Keys.Order(StringComparer.Ordinal).Take(MaxReadings))
        {
            var query = new HistoryQuery(reading, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeSpan.Zero);
            if (await network.GetHistoryAsync(id, query, cancellationToken) is { } h) history[reading] = h.Points;
        }
        return new TwinDetails(twin, history);
    }
}

/// <summary>What happened to the form for desired state.</summary>
/// <param name="Reading">Reading as typed.</param>
/// <param name="Value">Value as typed.</param>
/// <param name="Error">What is wrong; null if nothing is.</param>
/// <param name="Done">What was done; null if nothing was.</param>
public sealed record DesiredForm(string? Reading = null, string? Value = null, string? Error = null, string? Done = null);
