namespace Diten.Simulation.Tests.Commands;

/// <summary>Ctrl-C, sent to the real process.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-interrupt").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_experiment_keeps_what_is_finished_and_resume_goes_on()
    {
        Outcome cut;
        string folder;
        string[] arguments;
        int kept;
        var attempt = 0;
        do
        {
            // On a busy machine the signal may come when all is done already: then again.
            Assert.True(++attempt <= 10, "the experiment was always done before the signal came");
            folder = Path.Combine(_folder, $"{attempt}");
            arguments = ["experiment", "accuracy", "--devices", "3", "--participants", "1,2", "--rounds", "12", "--dataset", "digits", "--out", folder];
            cut = await DitenProcess.InterruptAsync(arguments, line => line.StartsWith("1 of 3", StringComparison.Ordinal));
            kept = (await File.ReadAllLinesAsync(Path.Combine(folder, "results.csv"))).Length - 1;
        }
        while (kept == 36);

        Assert.Equal(130, cut.ExitCode);
        Assert.Contains("--resume", cut.Output, StringComparison.Ordinal);
        Assert.InRange(kept, 12, 24);
        Assert.False(File.Exists(Path.Combine(folder, "report.html")));

        var rest = await DitenProcess.RunAsync([.. arguments, "--resume"]);
        Assert.Equal((0, ""), (rest.ExitCode, rest.Error));
        Assert.Contains($"{kept / 12} of 3 series were finished before", rest.Output, StringComparison.Ordinal);
        Assert.Equal(1 + (3 * 12), (await File.ReadAllLinesAsync(Path.Combine(folder, "results.csv"))).Length);
        Assert.True(File.Exists(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public async Task An_endless_simulation_ends_cleanly()
    {
        var outcome = await DitenProcess.InterruptAsync(["simulate", "--rounds", "0", "--devices", "5", "--no-training"], line => line.StartsWith("round    3", StringComparison.Ordinal));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("stopped after round", outcome.Output, StringComparison.Ordinal);
    }
}
