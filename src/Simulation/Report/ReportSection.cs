namespace Diten.Simulation.Report;

/// <summary>One experiment's part of the report.</summary>
public sealed record ReportSection
{
    /// <summary>Name on the command line; also the anchor.</summary>
    public required string Name { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>What is asked and why it matters, one paragraph.</summary>
    public required string Question { get; init; }

    /// <summary>The paper's claims and what was measured, side by side.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Figures in reading order.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Whether a figure has a row of its own: the first of an odd number, so that the others stand in pairs.</summary>
    internal bool IsWide(int figure) => figure == 0 && Figures.Count % 2 == 1;

    /// <summary>Tables in reading order.</summary>
    public IReadOnlyList<DataTable> Tables { get; init; } = [];

    /// <summary>What the numbers do not show.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}

/// <summary>A claim beside a measurement.</summary>
/// <param name="Claim">What the paper says, in our words.</param>
/// <param name="Measured">What was measured, with numbers.</param>
/// <param name="Verdict">Whether they agree.</param>
public sealed record Finding(string Claim, string Measured, Verdict Verdict);

/// <summary>How a measurement stands to a claim.</summary>
public enum Verdict
{
    /// <summary>The measurement shows what the paper claims.</summary>
    Confirmed,

    /// <summary>It holds in part or under a condition, which the text gives.</summary>
    Partly,

    /// <summary>The measurement shows otherwise.</summary>
    NotConfirmed,

    /// <summary>Not the paper's claim: something that we add.</summary>
    Added,
}

/// <summary>A figure.</summary>
/// <param name="Name">File name without ending, unique in the report.</param>
/// <param name="Caption">What to see in it, one or two sentences.</param>
/// <param name="Chart">Draws it.</param>
public sealed record Figure(string Name, string Caption, ChartDrawing Chart);

/// <summary>A table; the first column is left-aligned text, the others are numbers.</summary>
/// <param name="Caption">What it shows, with units.</param>
/// <param name="Head">Column names.</param>
/// <param name="Rows">Cells, as many as <paramref name="Head"/> each.</param>
public sealed record DataTable(string Caption, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);
