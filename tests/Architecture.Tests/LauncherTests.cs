using System.Diagnostics;

namespace Diten.Architecture.Tests;

/// <summary>The launcher's choice of a profile, driven with a stand-in for the dotnet command that plays back what a restore says.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Failing = "/src/X/X.csproj : error NU1101: Unable to find package {0}. No packages exist with this id in source(s): a [/DITEN.sln]";
    private const string Passing = "Passed!  - Failed:     0, Passed:    12, Skipped:     1, Total:    13, Duration: 1 s - A.dll (net10.0)";
    private readonly DirectoryInfo _bin = Directory.CreateTempSubdirectory("diten-launcher");

    public LauncherTests()
    {
        // A copy: the launcher notes beside its programs what it has built, and here it only seems to build.
        string[] files = ["diten", "DITEN.Core.slnf", "Directory.Packages.props", "Directory.Build.props"];
        // What the core profile needs is read from its projects.
        var projects = File.ReadLines(Repository.PathTo("DITEN.Core.slnf")).Where(l => l.Contains(".csproj", StringComparison.Ordinal)).Select(l => l.Trim(' ', '"', ','));
        foreach (var file in files.Concat(projects))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_bin.FullName, file))!);
            File.Copy(Repository.PathTo(file), Path.Combine(_bin.FullName, file));
        }
    }

    public void Dispose() => _bin.Delete(recursive: true);

    [Fact]
    public void The_full_profile_is_the_default()
    {
        var (code, output, error) = Run(fullRestore: "", tests: Passing);
        Assert.Equal(0, code);
        Assert.EndsWith("12 passed, 0 failed, 1 skipped", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("profile: full", error, StringComparison.Ordinal);
        Assert.DoesNotContain("CORE PROFILE", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Microsoft.Orleans.Sdk")]
    [InlineData("TorchSharp")]
    [InlineData("libtorch-cpu")]
    [InlineData("MQTTnet")]
    public void A_missing_optional_package_falls_back_to_the_core_profile_and_says_so_in_one_line(string package)
    {
        var (code, output, error) = Run(string.Format(null, Failing, package), Passing);
        Assert.Equal(0, code);
        var loud = Assert.Single(error.Split('\n'), l => l.Contains("CORE PROFILE", StringComparison.Ordinal));
        Assert.Contains(package, loud, StringComparison.Ordinal);
        Assert.Contains("NOT tested", loud, StringComparison.Ordinal);
        Assert.Contains("profile: core", error, StringComparison.Ordinal);
        Assert.EndsWith("12 passed, 0 failed, 1 skipped", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Spectre.Console")]
    [InlineData("System.CommandLine")]
    public void A_missing_package_of_our_own_is_an_error(string package)
    {
        var (code, _, error) = Run(string.Format(null, Failing, "TorchSharp") + "\n" + string.Format(null, Failing, package), Passing);
        Assert.NotEqual(0, code);
        Assert.Contains("restore of DITEN.sln failed", error, StringComparison.Ordinal);
        Assert.DoesNotContain("CORE PROFILE", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_an_optional_package_brings_in_may_be_missing_with_it()
    {
        var (code, _, error) = Run(string.Format(null, Failing, "Microsoft.Orleans.Sdk") + "\n" + string.Format(null, Failing, "System.IO.Hashing"), Passing);
        Assert.Equal(0, code);
        var loud = Assert.Single(error.Split('\n'), l => l.Contains("CORE PROFILE", StringComparison.Ordinal));
        Assert.DoesNotContain("System.IO.Hashing", loud, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Npgsql")]
    [InlineData("Microsoft.Data.Sqlite.Core")]
    [InlineData("SQLitePCLRaw.bundle_e_sqlite3")]
    public void What_only_the_cluster_needs_may_be_missing_with_the_cluster(string package)
    {
        var (code, output, error) = Run(string.Format(null, Failing, "Microsoft.Orleans.Clustering.AdoNet") + "\n" + string.Format(null, Failing, package), Passing);
        Assert.Equal(0, code);
        Assert.Contains("Microsoft.Orleans.Clustering.AdoNet", Assert.Single(error.Split('\n'), l => l.Contains("CORE PROFILE", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("12 passed, 0 failed, 1 skipped", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Npgsql")]
    [InlineData("Microsoft.Data.Sqlite.Core")]
    public void What_only_the_cluster_needs_is_an_error_where_the_cluster_could_be_built(string package)
    {
        var (code, _, error) = Run(string.Format(null, Failing, package), Passing);
        Assert.NotEqual(0, code);
        Assert.DoesNotContain("CORE PROFILE", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xunit")]
    [InlineData("Meziantou.Analyzer")]
    public void What_every_project_needs_is_an_error_also_in_one_that_lacks_an_optional_package(string package)
    {
        var (code, _, error) = Run(string.Format(null, Failing, "Microsoft.Orleans.Sdk") + "\n" + string.Format(null, Failing, package), Passing);
        Assert.NotEqual(0, code);
        Assert.DoesNotContain("CORE PROFILE", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_of_another_project_is_not_excused_by_an_optional_one()
    {
        var other = string.Format(null, Failing, "System.IO.Hashing").Replace("X.csproj", "Y.csproj", StringComparison.Ordinal);
        var (code, _, error) = Run(string.Format(null, Failing, "Microsoft.Orleans.Sdk") + "\n" + other, Passing);
        Assert.NotEqual(0, code);
        Assert.Contains("restore of DITEN.sln failed", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/DITEN.sln : error NU1301: Unable to load the service index for source a")]
    [InlineData("/src/X/X.csproj : error NU1202: Package Microsoft.Orleans.Sdk 10.4.2 is not compatible with net10.0")]
    [InlineData("/src/X/X.csproj(3,4): error MSB4025: The project file could not be loaded")]
    public void Any_other_restore_failure_is_an_error(string line)
    {
        var (code, _, error) = Run(line, Passing);
        Assert.NotEqual(0, code);
        Assert.Contains(line, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_core_profile_can_be_asked_for()
    {
        var (code, _, error) = Run("", Passing, profile: "core");
        Assert.Equal(0, code);
        Assert.Single(error.Split('\n'), l => l.Contains("CORE PROFILE", StringComparison.Ordinal) && l.Contains("NOT tested", StringComparison.Ordinal));
        Assert.Contains("profile: core", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Microsoft.Orleans.Sdk", false)]
    public void What_the_tests_have_built_is_not_built_again(string missing, bool silo)
    {
        Run(missing.Length == 0 ? "" : string.Format(null, Failing, missing), Passing);
        Assert.True(File.Exists(Path.Combine(_bin.FullName, "src/Simulation/obj/diten.Release.built")));
        Assert.Equal(silo, File.Exists(Path.Combine(_bin.FullName, "src/Silo/obj/diten.Release.built")));
    }

    [Fact]
    public void A_failing_test_fails_the_command_and_is_counted()
    {
        var failed = "Failed!  - Failed:     2, Passed:     3, Skipped:     0, Total:     5, Duration: 1 s - B.dll (net10.0)";
        var (code, output, _) = Run("", Passing + "\n" + failed, testExit: 1);
        Assert.NotEqual(0, code);
        Assert.EndsWith("15 passed, 2 failed, 1 skipped", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_tests_fails()
    {
        var (code, _, error) = Run("", "nothing");
        Assert.NotEqual(0, code);
        Assert.Contains("no test ran", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_command_is_a_usage_error()
    {
        var (code, _, error) = Launch("frobnicate");
        Assert.Equal(2, code);
        Assert.Contains("unknown command 'frobnicate'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_every_command()
    {
        var (code, output, _) = Launch("help");
        Assert.Equal(0, code);
        Assert.All(["up", "simulate", "experiment", "solve", "data", "query", "silo", "db", "client", "devices", "bench", "test"], c => Assert.Contains("  " + c + " ", output, StringComparison.Ordinal));
    }

    private (int Code, string Output, string Error) Run(string fullRestore, string tests, int testExit = 0, string? profile = null)
    {
        File.WriteAllText(Path.Combine(_bin.FullName, "restore.txt"), fullRestore);
        File.WriteAllText(Path.Combine(_bin.FullName, "tests.txt"), tests + "\n");
        var stand = Path.Combine(_bin.FullName, "dotnet");
        File.WriteAllText(stand, $"""
            #!/usr/bin/env bash
            here="{_bin.FullName}"
            [ "$DOTNET_CLI_UI_LANGUAGE" = en ] || exit 3 # the launcher reads English, whatever the user speaks
            case "$1 $2" in
                "restore DITEN.sln") cat "$here/restore.txt"; [ ! -s "$here/restore.txt" ] ;;
                "test "*) cat "$here/tests.txt"; exit {testExit} ;;
                *) exit 0 ;;
            esac
            """);
        File.SetUnixFileMode(stand, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Launch("test", profile);
    }

    private (int Code, string Output, string Error) Launch(string command, string? profile = null)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(_bin.FullName, "diten"), command]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("DITEN_CONFIGURATION");
        if (profile is null) start.Environment.Remove("DITEN_PROFILE");
        else start.Environment["DITEN_PROFILE"] = profile;
        start.Environment["PATH"] = _bin.FullName + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
