using Diten.Interfaces.Index;

namespace Diten.Grains.Index;

/// <summary>A run of entries in ordinal order of ids, stored as one.</summary>
/// <param name="Number">Names it in the store; never given twice.</param>
/// <param name="Low">Least id that belongs here; empty for the first page.</param>
internal sealed record IndexPage(long Number, string Low)
{
    public List<IndexEntryMessage> Entries { get; init; } = [];

    /// <summary>Tag in the store; null if it is not there.</summary>
    public string? Tag { get; set; }

    /// <summary>A write of it failed: look before the next.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Holds a change that nobody will tell again.</summary>
    public bool IsUrgent { get; set; }

    /// <summary>Since when it holds changes that will be told again; null for none.</summary>
    public DateTimeOffset? StaleSince { get; set; }

    /// <summary>Place of an id, or the complement of where it belongs.</summary>
    public int Find(string device)
    {
        var (low, high) = (0, Entries.Count - 1);
        // Most new ids come after the last.
        if (high >= 0 && string.CompareOrdinal(device, Entries[high].Device) > 0) return ~(high + 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(Entries[middle].Device, device);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
