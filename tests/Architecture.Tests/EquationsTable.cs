using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Diten.Architecture.Tests;

/// <summary>One row of docs/equations.md.</summary>
internal sealed record EquationRow(string Name, string[] Members, string[] Tests, bool NotYet)
{
    /// <summary>What the member's documentation must carry: <c>Eq. (n)</c> or <c>Alg. n</c>.</summary>
    public string Mark => Name.StartsWith("Alg", StringComparison.Ordinal) ? Name.Split(',')[0] : $"Eq. ({Name})";
}

/// <summary>The table, the marks in the sources, and the documented members of Core and Learning.</summary>
internal static partial class EquationsTable
{
    public static IReadOnlyList<EquationRow> Rows { get; } = [.. Read()];

    /// <summary>Documentation text by member name as in the XML file, without parameters: <c>Diten.Core.Wireless.Ofdma.Rate</c>.</summary>
    public static ILookup<string, string> Documentation { get; } = new[] { "Diten.Core.xml", "Diten.Learning.xml" }
        .SelectMany(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
        .ToLookup(m => Parameters().Replace(m.Attribute("name")!.Value[2..], ""), m => Spaces().Replace(m.Value, " "), StringComparer.Ordinal);

    /// <summary>Every mark in the sources with its file.</summary>
    public static IEnumerable<(string Mark, string File)> Marks() =>
        from file in Repository.Files("src", "*.cs").Concat(Repository.Files("src", "*.razor"))
        from Match match in MarkPattern().Matches(File.ReadAllText(file))
        select (match.Value, Path.GetRelativePath(Repository.Root, file));

    private static IEnumerable<EquationRow> Read()
    {
        foreach (var line in File.ReadLines(Repository.PathTo("docs", "equations.md")))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length != 7 || cells[1] is "Eq." or "---") continue;
            yield return new EquationRow(cells[1], Quoted(cells[4]), Quoted(cells[5]), cells[4] == "not yet");
        }
    }

    private static string[] Quoted(string cell) => [.. Code().Matches(cell).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"Eq\. \(\d+\)|Alg\. \d+", RegexOptions.None, 60_000)]
    private static partial Regex MarkPattern();

    [GeneratedRegex("`([^`]+)`", RegexOptions.None, 60_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(``\d+)?(\(.*)?$", RegexOptions.None, 60_000)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\s+", RegexOptions.None, 60_000)]
    private static partial Regex Spaces();
}
