namespace Diten.Grains.Stations;

/// <summary>
/// Who has not been told of finished rounds, and from which on: one entry for each receiver, however many rounds it is behind.
/// A receiver takes rounds in order, so that one that is behind is told of newer rounds only after the older ones.
/// </summary>
internal sealed class UntoldReceivers
{
    private readonly SortedDictionary<string, int> _from = new(StringComparer.Ordinal);

    /// <summary>How many are behind.</summary>
    public int Count => _from.Count;

    /// <summary>The oldest round of which somebody has not been told; the largest number if nobody is behind.</summary>
    public int Oldest => _from.Count == 0 ? int.MaxValue : _from.Values.Min();

    /// <summary>Whether a receiver is behind.</summary>
    public bool Contains(string receiver) => _from.ContainsKey(receiver);

    /// <summary>Notes that a receiver, which knows all earlier rounds, could not be told of this one.</summary>
    public void Add(string receiver, int round) => _from.TryAdd(receiver, round);

    /// <summary>Those who have not been told of a round.</summary>
    public HashSet<string> BehindAt(int round) => _from.Where(one => one.Value <= round).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>Notes that a receiver knows a round.</summary>
    public void Told(string receiver, int round) => _from[receiver] = round + 1;

    /// <summary>Lets go of those who know all rounds up to the last one.</summary>
    public void Settle(int last)
    {
        foreach (var receiver in _from.Where(one => one.Value > last).Select(one => one.Key).ToArray()) _from.Remove(receiver);
    }

    /// <summary>Gives up rounds of which the rows are not kept any more.</summary>
    /// <param name="oldest">The oldest round whose rows are kept.</param>
    /// <returns>How many receivers will never hear of some.</returns>
    public int GiveUpBefore(int oldest)
    {
        var late = _from.Where(one => one.Value < oldest).Select(one => one.Key).ToArray();
        foreach (var receiver in late) _from[receiver] = oldest;
        return late.Length;
    }

    /// <summary>As it is stored.</summary>
    public StoredUntold[] ToStored() => [.. _from.Select(one => new StoredUntold(one.Key, one.Value))];

    /// <summary>Takes what was stored.</summary>
    public void Load(StoredUntold[] stored)
    {
        foreach (var (receiver, from) in stored) _from[receiver] = from;
    }
}
