using Diten.Core.Network;

namespace Diten.Dashboard.Charts;

/// <summary>Which devices a timeline shows, and in which order.</summary>
internal static class TimelineRows
{
    /// <summary>
    /// Participants first, then the others, each from slow to fast; where there are more than <paramref name="limit"/>,
    /// every k-th of them and always the slowest, so that the shape stays.
    /// </summary>
    public static IReadOnlyList<DeviceRound> Pick(IReadOnlyList<DeviceRound> devices, int limit)
    {
        var sorted = devices
            .OrderByDescending(d => d.Participated)
            .ThenByDescending(d => d.ComputeSeconds + d.TransmitSeconds)
            .ThenBy(d => d.Id, StringComparer.Ordinal)
            .ToArray();
        if (sorted.Length <= limit) return sorted;
        return [.. Enumerable.Range(0, limit).Select(i => sorted[(int)((long)i * sorted.Length / limit)])];
    }
}
