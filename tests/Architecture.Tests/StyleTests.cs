using System.Text.RegularExpressions;

namespace Diten.Architecture.Tests;

/// <summary>House rules that no analyzer holds.</summary>
public sealed class StyleTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var offenders = Sources().Select(f => (File: f, Lines: File.ReadLines(f).Count())).Where(f => f.Lines > LongestFile);
        Assert.Empty(offenders);
    }

    [Fact]
    public void The_median_source_file_is_short()
    {
        var lines = Sources().Select(f => File.ReadLines(f).Count()).Order().ToArray();
        Assert.InRange(lines[lines.Length / 2], 1, 90);
    }

    [Fact]
    public void Every_package_version_is_central()
    {
        var offenders = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(f => Regex.IsMatch(File.ReadAllText(f), "<PackageReference[^>]*\\sVersion=", RegexOptions.None, TimeSpan.FromMinutes(1)));
        Assert.Empty(offenders);
    }

    [Fact]
    public void The_repository_names_no_package_source()
    {
        var configs = Directory.EnumerateFiles(Repository.Root, "*", SearchOption.TopDirectoryOnly)
            .Where(f => Path.GetFileName(f).Equals("nuget.config", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(configs);
    }

    [Fact]
    public void The_core_profile_is_a_part_of_the_solution()
    {
        var filter = File.ReadAllText(Repository.PathTo("DITEN.Core.slnf"));
        var solution = File.ReadAllText(Repository.PathTo("DITEN.sln")).Replace('\\', '/');
        var projects = Regex.Matches(filter, "\"([^\"]+\\.csproj)\"", RegexOptions.None, TimeSpan.FromMinutes(1)).Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(projects);
        Assert.All(projects, p => Assert.Contains(p, solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Random_cases_are_drawn_from_a_fixed_seed_only()
    {
        // FsCheck's own runners draw their seed from the clock: a test of theirs may fail once in a thousand runs and never again.
        var bare = new Regex(@"QuickCheck|VerboseCheck|Config\.(Quick|Verbose|Default)|\bCheck\.(One|Quick|Verbose|All|Method)|(?<!Assert)\.Sample\(", RegexOptions.None, TimeSpan.FromMinutes(1));
        var offenders = new[] { "src", "tests", "bench" }.SelectMany(f => Repository.Files(f, "*.cs"))
            .Where(f => Path.GetFileName(f) is not ("SeededCheck.cs" or "StyleTests.cs"))
            .SelectMany(f => File.ReadLines(f).Where(l => bare.IsMatch(l)).Select(l => $"{Path.GetRelativePath(Repository.Root, f)}: {l.Trim()}"));
        Assert.True(!offenders.Any(), "use Holds() of tests/Shared/SeededCheck.cs:\n" + string.Join('\n', offenders));
    }

    private static IEnumerable<string> Sources() =>
        new[] { "src", "tests", "bench" }.SelectMany(f => Repository.Files(f, "*.cs").Concat(Repository.Files(f, "*.razor")));
}
