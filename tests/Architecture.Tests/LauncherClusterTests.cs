using System.Diagnostics;

namespace Diten.Architecture.Tests;

/// <summary>The launcher's commands of the cluster, in a copy of the repository's outline, with a stand-in for the dotnet command.</summary>
public sealed class LauncherClusterTests : IDisposable
{
    private const string Missing = "/src/Silo/Diten.Silo.csproj : error NU1101: Unable to find package Microsoft.Orleans.Server. No packages exist with this id in source(s): a";
    private readonly string _root = Directory.CreateTempSubdirectory("diten-launcher-").FullName;

    public LauncherClusterTests()
    {
        File.Copy(Repository.PathTo("diten"), Path.Combine(_root, "diten"));
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "DITEN.Core.slnf" }) File.Copy(Repository.PathTo(file), Path.Combine(_root, file));
        foreach (var project in new[] { "Core", "Learning", "Dashboard", "Simulation", "Interfaces", "Grains", "Silo", "Client" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(_root, "src", project)).FullName;
            File.WriteAllText(Path.Combine(folder, $"Diten.{project}.csproj"), "<Project/>");
        }
        Directory.CreateDirectory(Path.Combine(_root, "bin"));
        var stand = Path.Combine(_root, "bin", "dotnet");
        File.WriteAllText(stand, $"""
            #!/usr/bin/env bash
            echo "$*" >>"{_root}/calls"
            case "$1 $2" in
                "restore src/Silo/"*) [ ! -f "{_root}/missing" ] || cat "{_root}/missing"; [ ! -f "{_root}/missing" ] ;;
                "build "*) echo "  Diten.Core -> {_root}/src/Core/bin/Release/net10.0/Diten.Core.dll"; [ ! -f "{_root}/broken" ] || cat "{_root}/broken"; [ ! -f "{_root}/broken" ] ;;
                *) exit 0 ;;
            esac
            """);
        File.SetUnixFileMode(stand, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("silo", "Silo")]
    [InlineData("db", "Silo")]
    [InlineData("client", "Client")]
    [InlineData("devices", "Client")]
    [InlineData("bridge", "Client")]
    public void A_command_of_the_cluster_runs_its_program(string command, string program)
    {
        var (code, error) = Launch([command, "--some", "option"]);
        Assert.Equal(0, code);
        Assert.DoesNotContain("CORE PROFILE", error, StringComparison.Ordinal);
        Assert.EndsWith($"src/{program}/bin/Release/net10.0/Diten.{program}.dll {command} --some option", Calls()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Up_builds_both_programs_and_tells_the_client_where_the_silo_is()
    {
        var (code, error) = Launch(["up", "--port", "0"]);
        Assert.Equal(0, code);
        Assert.DoesNotContain("CORE PROFILE", error, StringComparison.Ordinal);
        Assert.Contains("diten: building src/Silo and src/Client (Release), for the first time, which takes some minutes …", error, StringComparison.Ordinal);
        Assert.Contains("diten:   Diten.Core is built", error, StringComparison.Ordinal);
        Assert.StartsWith("build DITEN.Up.slnf", Assert.Single(Builds()), StringComparison.Ordinal);
        Assert.EndsWith($"Diten.Client.dll up --silo {_root}/src/Silo/bin/Release/net10.0/Diten.Silo.dll --port 0", Calls()[^1], StringComparison.Ordinal);

        // Neither is built again, by whatever command, until a source of it is newer; and then only that one, and it is not the first time.
        foreach (var command in new[] { "up", "silo", "client" }) Assert.Equal(0, Launch([command]).Code);
        Assert.Single(Builds());
        Touch("Dashboard");
        (code, error) = Launch(["up"]);
        Assert.Equal(0, code);
        Assert.Contains("diten: building src/Client (Release) …", error, StringComparison.Ordinal);
        Assert.DoesNotContain("is built", error, StringComparison.Ordinal);
        Assert.StartsWith("build src/Client/Diten.Client.csproj", Builds()[^1], StringComparison.Ordinal);
        Touch("Grains");
        Launch(["up"]);
        Assert.StartsWith("build src/Silo/Diten.Silo.csproj", Builds()[^1], StringComparison.Ordinal);
        Touch("Core");
        Launch(["up"]);
        Assert.StartsWith("build DITEN.Up.slnf", Builds()[^1], StringComparison.Ordinal);
        Assert.Equal(4, Builds().Length);
    }

    [Fact]
    public void A_build_that_fails_is_shown_whole_and_is_not_taken_for_current()
    {
        File.WriteAllText(Path.Combine(_root, "broken"), "Core/X.cs(1,2): error CS1002: ; expected\n");
        var (code, error) = Launch(["silo"]);
        Assert.Equal(1, code);
        Assert.Contains("error CS1002", error, StringComparison.Ordinal);
        Assert.Contains("diten: build of src/Silo/Diten.Silo.csproj failed", error, StringComparison.Ordinal);

        File.Delete(Path.Combine(_root, "broken"));
        Assert.Equal(0, Launch(["silo"]).Code);
        Assert.Equal(2, Builds().Length);
    }

    [Fact]
    public void Silo_and_client_are_built_together_with_all_that_they_are_made_of()
    {
        var filter = File.ReadAllText(Repository.PathTo("DITEN.Up.slnf"));
        var left = new Queue<string>(["src/Silo/Diten.Silo.csproj", "src/Client/Diten.Client.csproj"]);
        var needed = new HashSet<string>(left, StringComparer.Ordinal);
        while (left.TryDequeue(out var project))
        {
            foreach (var line in File.ReadLines(Repository.PathTo(project)).Where(l => l.Contains("<ProjectReference", StringComparison.Ordinal)))
            {
                var other = $"src/{string.Join('/', line.Split('"')[1].Replace('\\', '/').Split('/')[^2..])}";
                if (needed.Add(other)) left.Enqueue(other);
            }
        }

        Assert.Equal(needed.Order(StringComparer.Ordinal), filter.Split('"').Where(text => text.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_the_cluster_cannot_be_built_up_shows_the_simulator_and_says_so()
    {
        File.WriteAllText(Path.Combine(_root, "missing"), Missing);
        var (code, error) = Launch(["up", "--port", "0"]);
        Assert.Equal(0, code);
        var loud = Assert.Single(error.Split('\n'), l => l.Contains("!!! CORE PROFILE", StringComparison.Ordinal));
        Assert.Contains("Microsoft.Orleans.Server", loud, StringComparison.Ordinal);
        Assert.EndsWith("Diten.Simulation.dll up --port 0", Calls()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("devices")]
    public void Where_the_cluster_cannot_be_built_its_commands_say_so_in_one_line_and_end_with_3(string command)
    {
        File.WriteAllText(Path.Combine(_root, "missing"), Missing);
        var (code, error) = Launch([command]);
        Assert.Equal(3, code);
        var loud = Assert.Single(error.Split('\n'), l => l.Contains("!!! CORE PROFILE", StringComparison.Ordinal));
        Assert.Contains("Microsoft.Orleans.Server", loud, StringComparison.Ordinal);
        Assert.DoesNotContain(Calls(), c => c.Contains(".dll", StringComparison.Ordinal));
    }

    [Fact]
    public void A_source_that_lacks_the_database_drivers_too_shows_the_simulator_all_the_same()
    {
        File.WriteAllText(Path.Combine(_root, "missing"), $"{Missing}\n{Missing.Replace("Microsoft.Orleans.Server", "Npgsql", StringComparison.Ordinal)}\n{Missing.Replace("Microsoft.Orleans.Server", "Microsoft.Data.Sqlite.Core", StringComparison.Ordinal)}");
        var (code, error) = Launch(["up", "--port", "0"]);
        Assert.Equal(0, code);
        Assert.Contains("Microsoft.Orleans.Server", Assert.Single(error.Split('\n'), l => l.Contains("!!! CORE PROFILE", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("Diten.Simulation.dll up --port 0", Calls()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_restore_that_fails_for_another_reason_is_an_error_and_not_remembered()
    {
        File.WriteAllText(Path.Combine(_root, "missing"), "/src/Silo/Diten.Silo.csproj : error NU1301: Unable to load the service index for source a");
        var (code, error) = Launch(["silo"]);
        Assert.Equal(1, code);
        Assert.Contains("NU1301", error, StringComparison.Ordinal);
        File.Delete(Path.Combine(_root, "missing"));
        Assert.Equal(0, Launch(["silo"]).Code);
    }

    [Fact]
    public void The_profile_is_looked_for_once_and_again_when_the_packages_change()
    {
        File.WriteAllText(Path.Combine(_root, "missing"), Missing);
        Launch(["silo"]);
        Launch(["silo"]);
        Assert.Single(Calls(), c => c.StartsWith("restore src/Silo", StringComparison.Ordinal));
        File.Delete(Path.Combine(_root, "missing"));
        File.SetLastWriteTimeUtc(Path.Combine(_root, "Directory.Packages.props"), File.GetLastWriteTimeUtc(Path.Combine(_root, "src", "Client", "obj", "diten.profile")).AddSeconds(10));
        Assert.Equal(0, Launch(["silo"]).Code);
    }

    [Fact]
    public void The_core_profile_can_be_asked_for()
    {
        var (code, error) = Launch(["silo"], ("DITEN_PROFILE", "core"));
        Assert.Equal(3, code);
        Assert.Contains("DITEN_PROFILE", error, StringComparison.Ordinal);
    }

    /// <summary>A source of a project that is newer than what was built of it.</summary>
    private void Touch(string project)
    {
        var source = Path.Combine(_root, "src", project, "New.cs");
        File.WriteAllText(source, "");
        var newest = new[] { "Silo", "Client" }.Max(program => File.GetLastWriteTimeUtc(Path.Combine(_root, "src", program, "obj", "diten.Release.built")));
        File.SetLastWriteTimeUtc(source, newest.AddMilliseconds(1));
    }

    private string[] Builds() => [.. Calls().Where(c => c.StartsWith("build ", StringComparison.Ordinal))];

    private string[] Calls() => File.Exists(Path.Combine(_root, "calls")) ? File.ReadAllLines(Path.Combine(_root, "calls")) : [];

    private (int Code, string Error) Launch(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(_root, "diten"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Path.Combine(_root, "bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment.Remove("DITEN_CONFIGURATION");
        start.Environment.Remove("DITEN_PROFILE");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.GetAwaiter().GetResult();
        return (process.ExitCode, error);
    }
}
