using Diten.Simulation.Commands;

namespace Diten.Simulation.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help", "experiment", "solve", "simulate", "up", "data")]
    [InlineData("up --help", "--port", "--rounds", "--seed", "--devices", "--participants", "--no-dashboard", "[default: 5080]")]
    [InlineData("simulate --help", "--no-training", "--rounds", "--stations", "cycles/sample")]
    [InlineData("experiment --help", "accuracy", "time", "participants", "frequency", "noniid", "rul", "all", "--rounds", "--seed", "--devices", "--participants", "--data", "--out", "--regime", "--resume")]
    [InlineData("solve --help", "cpu", "weights")]
    [InlineData("solve cpu --help", "gamma", "J/s", "Hz")]
    [InlineData("solve weights --help", "ratioScale", "bit/s")]
    [InlineData("data --help", "get", "list")]
    public async Task Help_tells_the_options_with_defaults_and_units(string line, params string[] words)
    {
        var outcome = await RunAsync(line.Split(' '));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.All(words, word => Assert.Contains(word, outcome.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fly", "fly")]
    [InlineData("", "command")]
    [InlineData("solve", "command")]
    [InlineData("solve gpu", "gpu")]
    [InlineData("experiment nothing", "nothing")]
    [InlineData("experiment accuracy --rounds 0", "--rounds")]
    [InlineData("experiment accuracy --rounds many", "--rounds")]
    [InlineData("experiment accuracy --seed -1", "--seed")]
    [InlineData("experiment accuracy --participants 101", "--participants")]
    [InlineData("experiment accuracy --participants 3,x", "--participants")]
    [InlineData("experiment accuracy --devices 5 --participants 6", "--devices = 5")]
    [InlineData("experiment accuracy --regime warp", "--regime")]
    [InlineData("experiment accuracy --aggregation mean", "--aggregation")]
    [InlineData("experiment accuracy --frobnicate", "--frobnicate")]
    [InlineData("up --port 70000", "--port")]
    [InlineData("up --devices 10 --participants 11", "--participants")]
    [InlineData("simulate --scheme magic", "--scheme")]
    [InlineData("simulate --drop-out 2", "--drop-out")]
    [InlineData("simulate --model magic --rounds 1", "magic")]
    [InlineData("experiment accuracy --dataset magic", "magic")]
    [InlineData("experiment rul --dataset mnist", "mnist")]
    public async Task A_bad_option_is_one_line_and_exit_code_2(string line, string field)
    {
        var folder = Directory.CreateTempSubdirectory("diten-bad").FullName;
        string[] arguments = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (arguments is ["experiment", ..]) arguments = [.. arguments, "--out", folder];
        var outcome = await RunAsync(arguments);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains(field, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_real_process_refuses_a_bad_option_too() => (await DitenProcess.RunAsync(["up", "--port", "x"])).AssertRefused("--port");

    private static async Task<Outcome> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}
