using System.Diagnostics;

namespace Diten.Architecture.Tests;

/// <summary>The launcher restores and builds the learner torch where it is asked for, and nowhere else.</summary>
public sealed class LauncherTorchTests : IDisposable
{
    private readonly DirectoryInfo _bin = Directory.CreateTempSubdirectory("diten-launcher");

    public LauncherTorchTests()
    {
        foreach (var file in new[] { "diten", "DITEN.Core.slnf", "Directory.Packages.props" }) File.Copy(Repository.PathTo(file), Path.Combine(_bin.FullName, file));
        // Writes down what it is told to restore, build and run, and which plug-in the program would find.
        var stand = Path.Combine(_bin.FullName, "dotnet");
        File.WriteAllText(stand, $"""
            #!/usr/bin/env bash
            here="{_bin.FullName}"
            case "$1" in
                restore | build) echo "$1 $2" >>"$here/calls.txt" ;;
                *.dll) echo "plug-in: $DITEN_TORCH" ;;
            esac
            if [ "$1 $2" = "restore src/Learning.Torch/Diten.Learning.Torch.csproj" ]; then cat "$here/restore.txt"; [ ! -s "$here/restore.txt" ]; fi
            """);
        File.SetUnixFileMode(stand, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _bin.Delete(recursive: true);

    [Theory]
    [InlineData("simulate")]
    [InlineData("simulate --learner built-in")]
    [InlineData("up --participants 5")]
    [InlineData("train allocator --out torch")]
    [InlineData("devices --count 3")]
    public void Nobody_else_gets_the_native_libraries(string command)
    {
        var (code, output, _) = Launch(command, restore: "");
        Assert.Equal(0, code);
        Assert.Contains("plug-in: \n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Learning.Torch", Calls(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simulate --learner torch")]
    [InlineData("experiment accuracy --learner=torch --rounds 3")]
    [InlineData("up --learner torch")]
    [InlineData("train allocator --learner torch")]
    [InlineData("devices --learner torch")]
    public void Who_asks_gets_them_before_the_program_starts(string command)
    {
        var (code, output, _) = Launch(command, restore: "");
        Assert.Equal(0, code);
        Assert.Contains($"plug-in: {_bin.FullName}/src/Learning.Torch/bin/Release/net10.0\n", output, StringComparison.Ordinal);
        Assert.Contains("build src/Learning.Torch/Diten.Learning.Torch.csproj\n", Calls(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_source_lacks_it_one_loud_line_says_so()
    {
        var (code, output, error) = Launch("simulate --learner torch", "/src/X/X.csproj : error NU1101: Unable to find package TorchSharp. No packages exist with this id in source(s): a");
        Assert.Equal(3, code);
        Assert.Equal("", output);
        Assert.Contains("lacks TorchSharp; '--learner torch' is NOT available", Assert.Single(error.Split('\n'), line => line.Contains("CORE PROFILE", StringComparison.Ordinal)), StringComparison.Ordinal);
        (code, _, error) = Launch("simulate --learner torch", "/src/X/X.csproj : error NU1301: Unable to load the service index for source a");
        Assert.Equal(1, code);
        Assert.Contains("NU1301", error, StringComparison.Ordinal);
    }

    private string Calls() => File.ReadAllText(Path.Combine(_bin.FullName, "calls.txt"));

    private (int Code, string Output, string Error) Launch(string command, string restore)
    {
        File.WriteAllText(Path.Combine(_bin.FullName, "restore.txt"), restore);
        var start = new ProcessStartInfo("bash", [Path.Combine(_bin.FullName, "diten"), .. command.Split(' ')]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var variable in new[] { "DITEN_CONFIGURATION", "DITEN_PROFILE", "DITEN_TORCH" }) start.Environment.Remove(variable);
        start.Environment["PATH"] = _bin.FullName + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
