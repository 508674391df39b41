namespace Diten.Core.Twins;

/// <summary>What makes a report or a desired state bad input; says which field and which range.</summary>
internal static class ReportRules
{
    public static (string Field, string Error)? Check(TwinState state, DeviceReport report, DateTimeOffset now, TwinOptions options)
    {
        if (report.Sequence < 1) return ("sequence", $"is {report.Sequence}, must be 1 or more");
        if (report.State is null) return ("state", "is missing");
        if (report.At > now + options.ClockSkew) return ("at", $"is {report.At:O}, must be at most {options.ClockSkew.TotalSeconds:0} s ahead of {now:O}");
        foreach (var (name, value) in report.State)
        {
            if (CheckName("state", name, options) is { } bad) return bad;
            if (!double.IsFinite(value)) return ($"state.{name}", $"is {value:R}, must be finite");
        }

        return CheckCount("state", state.State, report.State.Keys, report.State.Count, options);
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

    private static (string Field, string Error)? CheckCount(string field, Readings held, IEnumerable<string> names, int count, TwinOptions options)
    {
        // The union is counted only where it could matter.
        if (held.Count + count <= options.MaxReadings) return null;
        var union = held.Count + names.Count(n => !held.ContainsKey(n));
        return union > options.MaxReadings ? (field, $"would have {union} readings, must be at most {options.MaxReadings}") : null;
    }
}
