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
    public (Readings Merged, Readings Changed) Merge(Readings news)
    {
        ArgumentNullException.ThrowIfNull(news);
        return Merge(news._names, news._values);
    }

    /// <summary>The same with news as columns: names, each once, and as many values. Not copied, not held.</summary>
    public (Readings Merged, Readings Changed) Merge(ReadOnlySpan<string> names, ReadOnlySpan<double> numbers)
    {
        if (HasNames(names)) return Replace(numbers);
        double[]? values = null;
        var (changes, next) = (0, 0);
        for (var n = 0; n < names.Length; n++)
        {
            // A device names its readings in the same order each time: look at the next one before searching.
            var i = next < _names.Length && string.Equals(_names[next], names[n], StringComparison.Ordinal) ? next : IndexOf(names[n]);
            if (i < 0) return MergeNewNames(names, numbers);
            next = i + 1;
            if (_values[i].Equals(numbers[n])) continue;
            (values ??= (double[])_values.Clone())[i] = numbers[n];
            changes++;
        }

        return values is null ? (this, Empty) : Changed(values, changes);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++) yield return new KeyValuePair<string, double>(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The instance of a name that is already held here, so that a new copy of it can be let go.</summary>
    internal string NameOf(string name) => IndexOf(name) is var i and >= 0 ? _names[i] : name;

    /// <summary>Whether these are exactly the names held, in their order.</summary>
    internal bool HasNames(ReadOnlySpan<string> names) => names.SequenceEqual(_names);

    /// <summary>The array of names that is held, if it has exactly these; null otherwise.</summary>
    internal string[]? ShareNames(ReadOnlySpan<string> names) => HasNames(names) ? _names : null;

    private int IndexOf(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal);

    private (Readings Merged, Readings Changed) Replace(ReadOnlySpan<double> numbers)
    {
        var changes = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!_values[i].Equals(numbers[i])) changes++;
        }

        return changes == 0 ? (this, Empty) : Changed(numbers.ToArray(), changes);
    }

    private (Readings Merged, Readings Changed) Changed(double[] values, int changes)
    {
        var merged = new Readings(_names, values);
        return (merged, changes == Count ? merged : merged.Where((i, v) => !_values[i].Equals(v), changes));
    }

    private (Readings Merged, Readings Changed) MergeNewNames(ReadOnlySpan<string> names, ReadOnlySpan<double> numbers)
    {
        var (all, changed) = (new Dictionary<string, double>(this, StringComparer.Ordinal), new Dictionary<string, double>(StringComparer.Ordinal));
        for (var n = 0; n < names.Length; n++)
        {
            all[names[n]] = numbers[n];
            if (!TryGetValue(names[n], out var old) || !old.Equals(numbers[n])) changed[names[n]] = numbers[n];
        }

        var merged = From(all);
        return (merged, changed.Count == merged.Count ? merged : From(changed));
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
