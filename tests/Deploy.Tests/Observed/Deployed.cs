using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Observed;

/// <summary>Files of <c>deploy/observability</c> as the programs of a test are given them: the same text, with other places in it.</summary>
internal static class Deployed
{
    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Repository.PathTo("deploy", "observability");

    /// <summary>The text of a file in which some words are others; fails where one of them is not in it.</summary>
    public static string Text(string file, params (string Old, string New)[] places)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        foreach (var (old, now) in places)
        {
            Assert.True(text.Contains(old, StringComparison.Ordinal), $"{file} has no {old}");
            text = text.Replace(old, now, StringComparison.Ordinal);
        }
        return text;
    }
}
