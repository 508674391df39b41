namespace Diten.Core.Twins;

/// <summary>What makes a report or a desired state bad input; says which field and which range.</summary>
internal static class ReportRules
{
    public static (string Field, string Error)? Check(TwinState state, in ReportColumns report, DateTimeOffset now, TwinOptions options)
    {
        if (report.Sequence < 1) return ("sequence", $"is {report.Sequence}, must be 1 or more");
        if (report.At > now + options.ClockSkew) return ("at", $"is {report.At:O}, must be at most {options.ClockSkew.TotalSeconds:0} s ahead of {now:O}");
        if (report.Names.Length != report.Values.Length) return ("state", $"has {report.Names.Length} names and {report.Values.Length} values");
        // Names that the twin holds were looked at when they came.
        var areHeld = state.State.HasNames(report.Names);
        if (!areHeld && CheckOnce(report.Names) is { } twice) return ("state", twice);
        for (var i = 0; i < report.Names.Length; i++)
        {
            if (!areHeld && CheckName("state", report.Names[i], options) is { } bad) return bad;
            if (!double.IsFinite(report.Values[i])) return ($"state.{report.Names[i]}", $"is {report.Values[i]:R}, must be finite");
        }

        return areHeld ? null : CheckCount("state", state.State, report.Names, options);
    }

    public static (string Field, string Error)? Check(TwinState state, IReadOnlyDictionary<string, double?> desired, TwinOptions options)
    {
        foreach (var (name, value) in desired)
        {
            if (CheckName("desired", name, options) is { } bad) return bad;
            if (value is { } v && !double.IsFinite(v)) return ($"desired.{name}", $"is {v:R}, must be finite, or null to withdraw it");
        }

        var held = state.Desired.Count(d => !desired.ContainsKey(d.Name)) + desired.Count(d => d.Value is not null);
        return held > options.MaxReadings ? ("desired", $"would have {held} readings, must be at most {options.MaxReadings}") : null;
    }

    private static (string Field, string Error)? CheckName(string field, string name, TwinOptions options)
    {
        if (string.IsNullOrWhiteSpace(name)) return (field, "has a reading without a name");
        if (name.Length > options.MaxNameLength) return ($"{field}.{name[..16]}…", $"has a name of {name.Length} characters, must be 1 to {options.MaxNameLength}");
        // A loop, not LINQ: every reading of every report comes by here.
        foreach (var c in name)
        {
            if (char.IsControl(c)) return (field, "has a reading with a control character in its name");
        }

        return null;
    }

    private static string? CheckOnce(ReadOnlySpan<string> names)
    {
        if (names.Length > 16)
        {
            var all = new HashSet<string>(names.Length, StringComparer.Ordinal);
            foreach (var name in names)
            {
                if (name is not null && !all.Add(name)) return $"names '{name}' twice";
            }

            return null;
        }

        // So few are compared faster than they are put into a set.
        for (var i = 1; i < names.Length; i++)
        {
            if (names[i] is not null && names[..i].Contains(names[i])) return $"names '{names[i]}' twice";
        }

        return null;
    }

    private static (string Field, string Error)? CheckCount(string field, Readings held, ReadOnlySpan<string> names, TwinOptions options)
    {
        // The union is counted only where it could matter.
        if (held.Count + names.Length <= options.MaxReadings) return null;
        var union = held.Count;
        foreach (var name in names)
        {
            if (!held.ContainsKey(name)) union++;
        }

        return union > options.MaxReadings ? (field, $"would have {union} readings, must be at most {options.MaxReadings}") : null;
    }
}
