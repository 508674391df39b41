using System.Text.Json.Serialization;

namespace Diten.Simulation.Experiments.Series;

/// <summary>A finished series: labels, and columns of numbers.</summary>
/// <param name="Title">Short name for legends.</param>
/// <param name="Dataset">What was learned, for people; empty if nothing was.</param>
/// <param name="Labels">What tells it from the others.</param>
/// <param name="Columns">One value per step each (round, γ, …); NaN where there is none. All of one length.</param>
/// <param name="Others">Numbers of other lengths, for example one per device; they are not in results.csv.</param>
internal sealed record SeriesResult(
    string Title,
    string Dataset,
    IReadOnlyList<Label> Labels,
    IReadOnlyList<Column> Columns,
    IReadOnlyList<Column> Others)
{
    /// <summary>The same series with each seed, where these are the means of several; otherwise empty.</summary>
    [JsonIgnore]
    public IReadOnlyList<SeriesResult> Repeats { get; init; } = [];

    /// <summary>Steps.</summary>
    public int Steps => Columns.Count == 0 ? 0 : Columns[0].Values.Length;

    /// <summary>The values of a column or of the others.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public double[] this[string name] => Find(name) ?? throw new KeyNotFoundException($"series '{Title}' has no column '{name}'");

    /// <summary>The values of a column or of the others, or null.</summary>
    public double[]? Find(string name) => Columns.Concat(Others).FirstOrDefault(column => column.Name == name)?.Values;

    /// <summary>A label's value, or null.</summary>
    public string? Label(string name) => Labels.FirstOrDefault(label => label.Name == name)?.Value;

    /// <summary>The last value of a column that is a number; NaN if there is none.</summary>
    public double Last(string name) => Find(name)?.LastOrDefault(value => !double.IsNaN(value), double.NaN) ?? double.NaN;
}

/// <summary>One label of a series.</summary>
/// <param name="Name">As in summary.json, for example <c>scheme</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsNumber">Whether summary.json writes it as a number.</param>
internal sealed record Label(string Name, string Value, bool IsNumber = false)
{
    /// <summary>A number.</summary>
    public static Label Number(string name, double value) => new(name, value.ToString("R"), IsNumber: true);
}

/// <summary>Named numbers.</summary>
/// <param name="Name">As in summary.json, for example <c>roundSeconds</c>.</param>
/// <param name="Values">The numbers.</param>
internal sealed record Column(string Name, double[] Values);
