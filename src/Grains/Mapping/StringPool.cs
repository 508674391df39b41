using System.Collections.Concurrent;

namespace Diten.Grains.Mapping;

/// <summary>
/// One instance of each text that many twins share: reading names, station ids, kinds and notes. Bounded, because devices
/// choose their reading names: beyond it texts are no longer shared, and nothing else changes.
/// </summary>
internal sealed class StringPool(int capacity = 16_384)
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private int _count;

    public string Share(string text)
    {
        if (_texts.TryGetValue(text, out var shared)) return shared;
        if (Volatile.Read(ref _count) >= capacity || text.Length > 256) return text;
        shared = _texts.GetOrAdd(text, text);
        if (ReferenceEquals(shared, text)) Interlocked.Increment(ref _count);
        return shared;
    }
}
