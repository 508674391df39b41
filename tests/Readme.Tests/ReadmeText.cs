using System.Text.RegularExpressions;
using Diten.Architecture.Tests;

namespace Diten.Readme.Tests;

/// <summary>The commands that the README gives: lines of its <c>sh</c> blocks, and code in its text that begins with a program's name.</summary>
internal static partial class ReadmeText
{
    /// <summary>Every command once, as it stands there without its comment.</summary>
    public static IReadOnlyList<string> Commands { get; } = Find(File.ReadAllText(Repository.PathTo("README.md")));

    internal static IReadOnlyList<string> Find(string text)
    {
        var blocks = Block().Matches(text).Select(m => m.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal)).SelectMany(block => block.Split('\n'));
        var inline = Inline().Matches(Block().Replace(text, "")).Select(m => m.Groups[1].Value);
        return [.. blocks.Concat(inline).Select(Clean).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private static string Clean(string line) => Spaces().Replace(Comment().Replace(line, ""), " ").Trim();

    [GeneratedRegex("```sh\\n(.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Block();

    [GeneratedRegex("`((?:\\./diten|docker|kubectl|curl) [a-z][^`]*)`", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Inline();

    [GeneratedRegex("(^|\\s)#.*$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Comment();

    [GeneratedRegex("\\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();
}
