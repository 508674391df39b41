using Diten.Simulation.Commands;

namespace Diten.Simulation.Tests.Commands;

public sealed class SimulateTests
{
    [Fact]
    public async Task Prints_a_line_per_round_and_repeats_itself_from_its_seed()
    {
        string[] arguments = ["simulate", "--no-training", "--devices", "20", "--participants", "5", "--stations", "2", "--rounds", "4", "--seed", "3", "--regime", "communication"];
        var first = await RunAsync(arguments);
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.Contains("20 devices, 2 base stations and a macro base station, communication-bound, seed 3", first.Output, StringComparison.Ordinal);
        Assert.Equal(4, first.Output.Split('\n').Count(line => line.StartsWith("round ", StringComparison.Ordinal)));
        Assert.Equal(first.Output, (await RunAsync([.. arguments, "--threads", "1"])).Output);
    }

    [Fact]
    public async Task Learns_where_training_is_on()
    {
        var outcome = await RunAsync(["simulate", "--devices", "3", "--rounds", "1", "--dataset", "digits"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("generated digits", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"round +1 +accuracy +\d+\.\d\d % +loss", outcome.Output);
    }

    private static async Task<Outcome> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}
