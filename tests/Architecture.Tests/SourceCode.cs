using System.Text.RegularExpressions;

namespace Diten.Architecture.Tests;

/// <summary>A source file without what the compiler does not see.</summary>
internal static partial class SourceCode
{
    /// <summary>The code of a file: comments and the contents of strings are blanked, lines stay lines.</summary>
    public static string Of(string text) => CommentsAndStrings().Replace(text, m => m.Value[0] == '/' ? new string('\n', m.Value.Count(c => c == '\n')) : "\"\"");

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|\$*""""""(.*?)""""""|\$?@""(?:[^""]|"""")*""|\$?""(?:\\.|[^""\\\n])*""|'(?:\\.|[^'\\])'", RegexOptions.Singleline, 5000)]
    private static partial Regex CommentsAndStrings();
}
