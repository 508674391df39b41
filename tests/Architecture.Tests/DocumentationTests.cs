using System.Text.RegularExpressions;

namespace Diten.Architecture.Tests;

/// <summary>The documents name only what exists.</summary>
public sealed class DocumentationTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Documents() =>
        new(new[] { "README.md", "CONTRIBUTING.md" }.Select(f => Repository.PathTo(f)).Concat(Repository.Files("docs", "*.md")));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_to_a_file_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(document)!;
        var targets = Regex.Matches(File.ReadAllText(document), @"\]\((?<target>[^)#]+)[^)]*\)", RegexOptions.None, s_limit)
            .Select(m => m.Groups["target"].Value)
            .Where(t => !t.Contains("://", StringComparison.Ordinal));
        Assert.All(targets, t => Assert.True(Path.Exists(Path.Combine(folder, t)), $"{document} links to {t}, which is not there"));
    }

    [Fact]
    public void Every_method_of_the_round_in_the_architecture_exists()
    {
        var members = Regex.Matches(File.ReadAllText(Repository.PathTo("docs", "architecture.md")), @"`(?<type>[A-Z]\w+)\.(?<member>[A-Z]\w+)`", RegexOptions.None, s_limit)
            .Where(m => !m.Groups["member"].Value.EndsWith("Tests", StringComparison.Ordinal))
            .ToArray();
        Assert.True(members.Length >= 20, $"only {members.Length} members found");
        Assert.All(members, m => Assert.True(Declares(m.Groups["type"].Value, m.Groups["member"].Value), m.Value + " does not exist"));
    }

    [Fact]
    public void Every_command_in_the_readme_is_one_of_the_launcher()
    {
        var launcher = File.ReadAllText(Repository.PathTo("diten"));
        var commands = Regex.Matches(File.ReadAllText(Repository.PathTo("README.md")), @"\./diten (?<command>[a-z]+)", RegexOptions.None, s_limit)
            .Select(m => m.Groups["command"].Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Contains("up", commands, StringComparer.Ordinal);
        Assert.Contains("test", commands, StringComparer.Ordinal);
        Assert.All(commands, c => Assert.Matches($@"(?m)^  {c} ", launcher));
    }

    private static bool Declares(string type, string member)
    {
        var declaration = new Regex($@"\b(class|struct|interface|record)\s+{type}\b", RegexOptions.ExplicitCapture, s_limit);
        var name = new Regex($@"\b{member}(<[^>]*>)?\s*\(", RegexOptions.ExplicitCapture, s_limit);
        return Repository.Files("src", "*.cs").Select(File.ReadAllText).Any(text => declaration.IsMatch(text) && name.IsMatch(text));
    }
}
