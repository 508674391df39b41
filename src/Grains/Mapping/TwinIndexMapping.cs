using Diten.Grains.Index;
using Diten.Interfaces.Index;

namespace Diten.Grains.Mapping;

/// <summary>Pages of the index to and from the store; a stored page is a copy.</summary>
internal static class TwinIndexMapping
{
    private const byte LastWill = 1;
    private const byte Drifting = 2;
    private const byte Linked = 4;

    public static StoredIndexPage ToStored(IReadOnlyList<IndexEntryMessage> entries, string writer)
    {
        var n = entries.Count;
        var stations = new Dictionary<string, int>(StringComparer.Ordinal);
        var page = new StoredIndexPage
        {
            Devices = new string[n],
            Revisions = new long[n],
            Station = new int[n],
            HeardAt = new long[n],
            Flags = new byte[n],
            X = new double[n],
            Y = new double[n],
            LastRounds = new int[n],
            Writer = writer,
        };
        for (var i = 0; i < n; i++)
        {
            var entry = entries[i];
            if (!stations.TryGetValue(entry.Station, out var station)) stations[entry.Station] = station = stations.Count;
            page.Devices[i] = entry.Device;
            page.Revisions[i] = entry.Revision;
            page.Station[i] = station;
            page.HeardAt[i] = entry.HeardAt?.UtcTicks ?? -1;
            page.Flags[i] = (byte)((entry.LastWill ? LastWill : 0) | (entry.Drifting ? Drifting : 0) | (entry.Linked ? Linked : 0));
            page.X[i] = entry.X;
            page.Y[i] = entry.Y;
            page.LastRounds[i] = entry.LastRound;
        }

        // Numbers were given in the order of the keys.
        page.Stations = [.. stations.Keys];
        return page;
    }

    public static IndexEntryMessage ToWire(StoredIndexPage page, int i, StringPool pool) => new()
    {
        Device = page.Devices[i],
        Revision = page.Revisions[i],
        Station = pool.Share(page.Stations[page.Station[i]]),
        HeardAt = page.HeardAt[i] < 0 ? null : new DateTimeOffset(page.HeardAt[i], TimeSpan.Zero),
        LastWill = (page.Flags[i] & LastWill) != 0,
        Drifting = (page.Flags[i] & Drifting) != 0,
        Linked = (page.Flags[i] & Linked) != 0,
        X = page.X[i],
        Y = page.Y[i],
        LastRound = page.LastRounds[i],
    };
}
