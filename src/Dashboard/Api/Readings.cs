namespace Diten.Dashboard.Api;

/// <summary>What names and values of readings may be.</summary>
internal static class Readings
{
    /// <summary>Most readings in one message.</summary>
    public const int MaxCount = 64;

    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 64;

    /// <summary>The first field at fault and what it must be, or null.</summary>
    public static (string Field, string Error)? Check(string field, IEnumerable<KeyValuePair<string, double?>> readings, bool allowNull, bool allowEmpty)
    {
        var count = 0;
        foreach (var (name, value) in readings)
        {
            count++;
            if (!IsName(name)) return (field, $"the name '{Shorten(name)}' must have 1 to {MaxName} of the characters A-Z a-z 0-9 _ . - and begin with a letter");
            if (value is null && !allowNull) return ($"{field}.{name}", "must be a finite number");
            if (value is { } v && !double.IsFinite(v)) return ($"{field}.{name}", "must be a finite number");
        }
        if (count > MaxCount || (count == 0 && !allowEmpty)) return (field, $"must have {(allowEmpty ? 0 : 1)} to {MaxCount} readings, has {count}");
        return null;
    }

    public static bool IsName(string name) =>
        name.Length is >= 1 and <= MaxName && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static string Shorten(string name) => name.Length <= 20 ? name : name[..20] + "…";
}
