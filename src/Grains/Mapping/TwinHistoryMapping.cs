using Diten.Core.Twins;
using Diten.Grains.Twins;

namespace Diten.Grains.Mapping;

/// <summary>Histories to and from the store; a stored history is a copy, so that it does not move while it is written.</summary>
internal static class TwinHistoryMapping
{
    public static StoredHistory[] ToStored(TwinHistories? histories)
    {
        if (histories is null) return [];
        var (stored, at) = (new StoredHistory[histories.Readings.Count], 0);
        foreach (var (reading, history) in histories.Readings)
        {
            var raw = history.Raw;
            var (ticks, values) = (new long[raw.Count], new double[raw.Count]);
            for (var i = 0; i < ticks.Length; i++) (ticks[i], values[i]) = (raw[i].Ticks, raw[i].Value);
            stored[at++] = new StoredHistory(reading, ticks, values, ToStored(history.DroppedMinutes), ToStored(history.DroppedHours));
        }

        return stored;
    }

    public static TwinHistories? ToCore(StoredHistory[] stored, long lastSequence, StringPool pool)
    {
        if (lastSequence < 0) return null;
        var readings = new Dictionary<string, ReadingHistory>(stored.Length, StringComparer.Ordinal);
        foreach (var history in stored)
        {
            var raw = new RawPoint[history.RawTicks.Length];
            for (var i = 0; i < raw.Length; i++) raw[i] = new RawPoint(history.RawTicks[i], history.RawValues[i]);
            readings[pool.Share(history.Reading)] = ReadingHistory.Restore(raw, ToCore(history.Minutes), ToCore(history.Hours));
        }

        return new TwinHistories(readings, lastSequence);
    }

    private static StoredBuckets ToStored(IReadOnlyList<Bucket> buckets)
    {
        var n = buckets.Count;
        var stored = new StoredBuckets(new int[n], new int[n], new double[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++)
            (stored.Index[i], stored.Count[i], stored.Min[i], stored.Max[i], stored.Sum[i]) = (buckets[i].Index, buckets[i].Count, buckets[i].Min, buckets[i].Max, buckets[i].Sum);
        return stored;
    }

    private static Bucket[] ToCore(StoredBuckets stored)
    {
        var buckets = new Bucket[stored.Index.Length];
        for (var i = 0; i < buckets.Length; i++) buckets[i] = new Bucket(stored.Index[i], stored.Count[i], stored.Min[i], stored.Max[i], stored.Sum[i]);
        return buckets;
    }
}
