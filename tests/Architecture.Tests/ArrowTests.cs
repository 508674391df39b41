using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Diten.Architecture.Tests;

/// <summary>Who may know whom (docs/architecture.md).</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Learning"] = ["Core"],
        ["Dashboard"] = ["Core"],
        ["Observability"] = [],
        ["Simulation"] = ["Core", "Learning", "Dashboard", "Observability"],
        ["Interfaces"] = [],
        ["Grains"] = ["Interfaces", "Core", "Learning"],
        ["Security"] = [],
        ["Silo"] = ["Grains", "Security", "Observability"],
        ["Client"] = ["Interfaces", "Security", "Core", "Learning", "Dashboard", "Simulation", "Observability"],
        ["Learning.Torch"] = ["Learning", "Core"],
    };

    public static TheoryData<string> Projects() => new(Directory.EnumerateFiles(Repository.PathTo("src"), "*.csproj", SearchOption.AllDirectories));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_architecture_allows(string project)
    {
        var name = Path.GetFileName(Path.GetDirectoryName(project))!;
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"src/{name} is not in the architecture");
        var references = XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileName(Path.GetDirectoryName(r.Attribute("Include")!.Value.Replace('\\', '/')))!);
        Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Core", "Microsoft.AspNetCore|Microsoft.Extensions|System.Net|Orleans|TorchSharp|Spectre|System.CommandLine|Diten.(Learning|Dashboard|Simulation)")]
    [InlineData("Learning", "Microsoft.AspNetCore|Microsoft.Extensions|Orleans|TorchSharp|Spectre|System.CommandLine|Diten.(Dashboard|Simulation)")]
    [InlineData("Dashboard", "Orleans|TorchSharp|Spectre|System.CommandLine|Diten.(Learning|Simulation)")]
    public void A_layer_names_nothing_above_it(string project, string forbidden)
    {
        var using_ = new Regex(@"^\s*(global\s+)?using\s+(static\s+)?(" + forbidden + @")\b", RegexOptions.Multiline, TimeSpan.FromMinutes(1));
        var offenders = Repository.Files("src/" + project, "*.cs").Where(f => using_.IsMatch(File.ReadAllText(f)));
        Assert.Empty(offenders);
    }

    [Fact]
    public void Core_reads_no_clock_and_writes_no_console()
    {
        var forbidden = new Regex(@"\b(TimeProvider\.System|Console\.|Stopwatch\.|Environment\.(TickCount|GetEnvironmentVariable)|File\.|ILogger)", RegexOptions.None, TimeSpan.FromMinutes(1));
        var offenders = Repository.Files("src/Core", "*.cs").Where(f => forbidden.IsMatch(File.ReadAllText(f)));
        Assert.Empty(offenders);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        var declaration = new Regex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline, TimeSpan.FromMinutes(1));
        var offenders = new List<string>();
        foreach (var file in Repository.Files("src", "*.cs"))
        {
            var match = declaration.Match(File.ReadAllText(file));
            if (!match.Success) continue;
            var folder = Path.GetRelativePath(Repository.PathTo("src"), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            if (match.Groups[1].Value != "Diten." + folder) offenders.Add($"{file}: {match.Groups[1].Value}");
        }

        Assert.Empty(offenders);
    }
}
