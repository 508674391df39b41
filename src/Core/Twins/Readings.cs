using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Diten.Core.Twins;

/// <summary>
/// Named readings, immutable, in ordinal order of names: two arrays, because a process holds hundreds of thousands of them.
/// Readings with the same names share one array of names.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "Readings is the field's word; it is a dictionary by interface only.")]
public sealed class Readings : IReadOnlyDictionary<string, double>
{
    private readonly string[] _names;
    private readonly double[] _values;

    private Readings(string[] names, double[] values) => (_names, _values) = (names, values);

    /// <summary>None.</summary>
    public static Readings Empty { get; } = new([], []);

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _names;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _values;

    /// <summary>The names in ordinal order; not a copy.</summary>
    public ImmutableArray<string> Names => ImmutableCollectionsMarshal.AsImmutableArray(_names);

    /// <summary>The values in the order of <see cref="Names"/>; not a copy.</summary>
    public ImmutableArray<double> Numbers => ImmutableCollectionsMarshal.AsImmutableArray(_values);

    /// <inheritdoc/>
    public double this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"no reading '{key}'");

    /// <summary>Copies readings.</summary>
    public static Readings From(IEnumerable<KeyValuePair<string, double>> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (readings is Readings same) return same;
        var sorted = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in readings) sorted[name] = value;
        return sorted.Count == 0 ? Empty : new Readings([.. sorted.Keys], [.. sorted.Values]);
    }

    /// <summary>Readings of columns as <see cref="Names"/> and <see cref="Numbers"/> give them; not copied.</summary>
    /// <exception cref="ArgumentException">The columns differ in length, or the names are not in strictly ascending ordinal order.</exception>
    public static Readings Of(ImmutableArray<string> names, ImmutableArray<double> numbers)
    {
        if (names.Length != numbers.Length) throw new ArgumentException($"{names.Length} names and {numbers.Length} values", nameof(numbers));
        for (var i = 1; i < names.Length; i++)
        {
            if (string.CompareOrdinal(names[i - 1], names[i]) >= 0) throw new ArgumentException($"'{names[i - 1]}' is not before '{names[i]}'", nameof(names));
        }

        return names.Length == 0 ? Empty : new Readings(ImmutableCollectionsMarshal.AsArray(names)!, ImmutableCollectionsMarshal.AsArray(numbers)!);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        var i = IndexOf(key);
        value = i >= 0 ? _values[i] : default;
        return i >= 0;
    }

    /// <summary>These with <paramref name="news"/> on top, and those of the news that differ from before.</summary>
    public (Readings Merged, Readings Changed) Merge(IReadOnlyDictionary<string, double> news)
    {
        ArgumentNullException.ThrowIfNull(news);
        var values = (double[])_values.Clone();
        var (changes, next) = (0, 0);
        foreach (var (name, value) in news)
        {
            // A device names its readings in the same order each time: look at the next one before searching.
            var i = next < _names.Length && string.Equals(_names[next], name, StringComparison.Ordinal) ? next : IndexOf(name);
            if (i < 0) return MergeNewNames(news);
            next = i + 1;
            if (values[i].Equals(value)) continue;
            values[i] = value;
            changes++;
        }

        if (changes == 0) return (this, Empty);
        var merged = new Readings(_names, values);
        return (merged, changes == Count ? merged : merged.Where((i, v) => !_values[i].Equals(v), changes));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++) yield return new KeyValuePair<string, double>(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The instance of a name that is already held here, so that a new copy of it can be let go.</summary>
    internal string NameOf(string name) => IndexOf(name) is var i and >= 0 ? _names[i] : name;

    private int IndexOf(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal);

    private (Readings Merged, Readings Changed) MergeNewNames(IReadOnlyDictionary<string, double> news)
    {
        var all = new Dictionary<string, double>(this, StringComparer.Ordinal);
        foreach (var (name, value) in news) all[name] = value;
        return (From(all), From(news.Where(r => !TryGetValue(r.Key, out var old) || !old.Equals(r.Value))));
    }

    private Readings Where(Func<int, double, bool> keep, int count)
    {
        var (names, values, at) = (new string[count], new double[count], 0);
        for (var i = 0; i < _names.Length; i++)
        {
            if (keep(i, _values[i])) (names[at], values[at++]) = (_names[i], _values[i]);
        }

        return new Readings(names, values);
    }
}
