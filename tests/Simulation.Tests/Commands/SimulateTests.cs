using Diten.Learning.Models;
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

    [Fact]
    public async Task A_model_is_saved_and_begun_with()
    {
        var folder = Directory.CreateTempSubdirectory("diten-simulate-").FullName;
        try
        {
            var (file, next) = (Path.Combine(folder, "first.safetensors"), Path.Combine(folder, "next.safetensors"));
            string[] arguments = ["simulate", "--devices", "3", "--participants", "3", "--rounds", "1", "--dataset", "digits", "--model", "softmax"];
            var first = await RunAsync([.. arguments, "--save-model", file]);
            Assert.Equal((0, ""), (first.ExitCode, first.Error));
            Assert.Contains($"model of round 1: {file}", first.Output, StringComparison.Ordinal);
            var second = await RunAsync([.. arguments, "--start-model", file, "--save-model", next]);
            Assert.Equal((0, ""), (second.ExitCode, second.Error));
            var blocks = LearnerFactory.Create("softmax").Blocks;
            var (one, two) = (SafeTensors.Read(await File.ReadAllBytesAsync(file), blocks), SafeTensors.Read(await File.ReadAllBytesAsync(next), blocks));
            Assert.Equal(7850, one.Length);
            Assert.NotEqual(one, two);
            // The second run went on: its first loss is below that of a beginning at random.
            Assert.True(Loss(second.Output) < Loss(first.Output), second.Output);

            var other = await RunAsync([.. arguments[..^1], "mlp", "--start-model", file]);
            Assert.Equal(2, other.ExitCode);
            Assert.Contains("of another model", other.Error, StringComparison.Ordinal);
            Assert.Equal(2, (await RunAsync([.. arguments, "--no-training", "--save-model", file])).ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static double Loss(string output) => double.Parse(output.Split("loss", 2)[1].TrimStart().Split(' ', 2)[0]);
    }

    [Theory]
    [InlineData("no-such-folder/model.safetensors")]
    [InlineData(".")]
    public async Task A_model_that_cannot_be_saved_is_refused_before_the_run_and_not_after_it(string file)
    {
        var outcome = await RunAsync(["simulate", "--devices", "3", "--participants", "3", "--rounds", "1", "--dataset", "digits", "--model", "softmax", "--save-model", file]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"diten: --save-model: '{file}' cannot be written", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_learner_torch_without_its_plug_in_is_one_line()
    {
        var outcome = await RunAsync(["simulate", "--devices", "3", "--participants", "3", "--rounds", "1", "--dataset", "digits", "--learner", "torch"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("the learner torch is not here", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    private static async Task<Outcome> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}
