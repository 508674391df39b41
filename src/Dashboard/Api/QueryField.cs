using System.Globalization;

namespace Diten.Dashboard.Api;

/// <summary>What a query parameter is.</summary>
internal enum QueryKind
{
    Text,
    Integer,
    Boolean,
    Time,
    Choice,
}

/// <summary>One query parameter: the same row checks requests and documents them.</summary>
internal sealed record QueryField(string Name, QueryKind Kind, string Description)
{
    public long Min { get; init; } = long.MinValue;

    public long Max { get; init; } = long.MaxValue;

    public IReadOnlyList<string> Choices { get; init; } = [];

    public bool Required { get; init; }

    public static QueryField Text(string name, string description, bool required = false) => new(name, QueryKind.Text, description) { Min = 1, Max = 128, Required = required };

    public static QueryField Integer(string name, string description, long min, long max) => new(name, QueryKind.Integer, description) { Min = min, Max = max };

    public static QueryField Boolean(string name, string description) => new(name, QueryKind.Boolean, description);

    public static QueryField Time(string name, string description) => new(name, QueryKind.Time, description);

    public static QueryField Choice(string name, string description, params string[] choices) => new(name, QueryKind.Choice, description) { Choices = choices };

    /// <summary>Null if the text is fine, otherwise what it must be.</summary>
    public string? Check(string text) => Kind switch
    {
        QueryKind.Integer when !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) || n < Min || n > Max => $"must be a whole number from {Min} to {Max}",
        QueryKind.Boolean when text is not ("true" or "false") => "must be true or false",
        QueryKind.Time when !TryTime(text, out _) => "must be a time as in 2026-01-31T12:00:00Z",
        QueryKind.Choice when !Choices.Contains(text, StringComparer.Ordinal) => $"must be one of {string.Join(", ", Choices)}",
        QueryKind.Text when text.Length < Min || text.Length > Max => $"must have {Min} to {Max} characters",
        _ => null,
    };

    public static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
