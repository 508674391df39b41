using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Diten.Grains.Twins;

/// <summary>A report's columns as Core wants to see them, without copying them; names are few, so they are searched in turn.</summary>
internal sealed class ReportReadings(string[] names, double[] values) : IReadOnlyDictionary<string, double>
{
    public int Count => names.Length;

    public IEnumerable<string> Keys => names;

    public IEnumerable<double> Values => values;

    public double this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"no reading '{key}'");

    /// <summary>What is wrong with the columns themselves; null if nothing.</summary>
    public static string? Check(string[]? names, Array? values)
    {
        if (names is null || values is null) return "is missing";
        if (names.Length != values.Length) return $"has {names.Length} names and {values.Length} values";
        if (names.Length > 16) return new HashSet<string>(names, StringComparer.Ordinal).Count == names.Length ? null : "names a reading twice";
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is null) return "has a reading without a name";
            for (var j = 0; j < i; j++)
            {
                if (string.Equals(names[i], names[j], StringComparison.Ordinal)) return $"names '{names[i]}' twice";
            }
        }

        return null;
    }

    public bool ContainsKey(string key) => Array.IndexOf(names, key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        var i = Array.IndexOf(names, key);
        value = i >= 0 ? values[i] : default;
        return i >= 0;
    }

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (var i = 0; i < names.Length; i++) yield return new KeyValuePair<string, double>(names[i], values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
