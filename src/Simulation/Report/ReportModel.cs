using Microsoft.AspNetCore.Components;

namespace Diten.Simulation.Report;

/// <summary>Everything that report.html shows.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Facts">Seed, data set and the like: name and value.</param>
/// <param name="Command">Repeats the run.</param>
/// <param name="Sections">One per experiment.</param>
/// <param name="Drawings">The figures of all sections, drawn: figure name to SVG.</param>
public sealed record ReportModel(
    string Title,
    IReadOnlyList<(string Name, string Value)> Facts,
    string Command,
    IReadOnlyList<ReportSection> Sections,
    IReadOnlyDictionary<string, MarkupString> Drawings);
