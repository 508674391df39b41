using System.Diagnostics;

namespace Diten.Simulation.Tests.Commands;

/// <summary>Ctrl-C, sent to the real process.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-interrupt").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_experiment_keeps_what_is_finished_and_resume_goes_on()
    {
        string[] arguments = ["experiment", "accuracy", "--devices", "3", "--participants", "1,2", "--rounds", "12", "--dataset", "digits", "--out", _folder];
        var cut = await InterruptAsync(arguments, line => line.StartsWith("1 of 3", StringComparison.Ordinal));
        Assert.Equal(130, cut.ExitCode);
        Assert.Contains("--resume", cut.Output, StringComparison.Ordinal);
        var kept = (await File.ReadAllLinesAsync(Path.Combine(_folder, "results.csv"))).Length - 1;
        Assert.InRange(kept, 12, 24);
        Assert.False(File.Exists(Path.Combine(_folder, "report.html")));

        var rest = await DitenProcess.RunAsync([.. arguments, "--resume"]);
        Assert.Equal((0, ""), (rest.ExitCode, rest.Error));
        Assert.Contains($"{kept / 12} of 3 series were finished before", rest.Output, StringComparison.Ordinal);
        Assert.Equal(1 + (3 * 12), (await File.ReadAllLinesAsync(Path.Combine(_folder, "results.csv"))).Length);
        Assert.True(File.Exists(Path.Combine(_folder, "report.html")));
    }

    [Fact]
    public async Task An_endless_simulation_ends_cleanly()
    {
        var outcome = await InterruptAsync(["simulate", "--rounds", "0", "--devices", "5", "--no-training"], line => line.StartsWith("round    3", StringComparison.Ordinal));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("stopped after round", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>Starts the program, waits for a line, and sends SIGINT.</summary>
    internal static async Task<Outcome> InterruptAsync(string[] arguments, Func<string, bool> when, Func<string, Task>? before = null)
    {
        using var process = DitenProcess.Start(arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (!when(line)) continue;
            if (before is not null) await before(string.Join('\n', lines));
            using var kill = Process.Start("kill", ["-INT", process.Id.ToString()]);
            await kill.WaitForExitAsync();
            lines.Add(await process.StandardOutput.ReadToEndAsync());
            break;
        }
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, string.Join('\n', lines), await error);
    }
}
