using System.CommandLine;
using Diten.Simulation.Commands;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Commands;

public sealed class ScenarioFlagsTests
{
    private const string All = """
        --rounds 7 --seed 9 --devices 40 --stations 3 --participants 12 --scheme sync --allocator max-rate --aggregation residual --adoption adopt
        --regime communication --model softmax --dataset digits --partition dirichlet --alpha 0.25 --drop-out 0.1 --straggle 0.2 --move 0.3
        --estimate-age 4 --estimate-noise 0.15 --threads 2 --learner torch --learner-device cpu --model-file mine.pt
        """;

    [Fact]
    public void Without_options_it_is_the_default_scenario() => Assert.Equal(new ScenarioOptions { Rounds = 5 }, Read(""));

    [Fact]
    public void Every_option_arrives_where_it_belongs()
    {
        var expected = new ScenarioOptions
        {
            Rounds = 7, Seed = 9, Devices = 40, Stations = 3, Participants = 12, Scheme = "sync", Allocator = "max-rate", Aggregation = "residual", Adoption = "adopt",
            Regime = "communication", Model = "softmax", Dataset = "digits", Partition = "dirichlet", DirichletAlpha = 0.25, DropOutProbability = 0.1,
            StraggleProbability = 0.2, MoveProbability = 0.3, EstimateAgeRounds = 4, EstimateNoise = 0.15, Threads = 2, Learner = "torch", LearnerDevice = "cpu", ModelFile = "mine.pt",
        };
        Assert.Equal(expected, Read(All));
    }

    [Fact]
    public void No_option_is_left_out_of_the_test_above()
    {
        var command = new Command("test");
        _ = new ScenarioFlags(command, rounds: 5);
        var named = All.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith("--", StringComparison.Ordinal));
        Assert.Equal(command.Options.Select(option => option.Name).Where(name => name is not "--data").Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--estimate-age 0", 0, 0)]
    [InlineData("--estimate-age 100 --estimate-noise 10", 100, 10)]
    [InlineData("--estimate-noise=0.5", 0, 0.5)]
    public void Estimates_take_their_whole_range(string line, int age, double noise)
    {
        var options = Read(line);
        Assert.Equal((age, noise), (options.EstimateAgeRounds, options.EstimateNoise));
    }

    [Theory]
    [InlineData("--estimate-age -1", "--estimate-age")]
    [InlineData("--estimate-age 101", "--estimate-age")]
    [InlineData("--estimate-age 0.5", "--estimate-age")]
    [InlineData("--estimate-noise -0.1", "--estimate-noise")]
    [InlineData("--estimate-noise 10.1", "--estimate-noise")]
    [InlineData("--estimate-noise NaN", "--estimate-noise")]
    [InlineData("--estimate-noise much", "--estimate-noise")]
    public void What_is_out_of_range_is_named(string line, string option) => Assert.Contains(option, Assert.Single(Parse(line, out _).Errors).Message, StringComparison.Ordinal);

    private static ScenarioOptions Read(string line)
    {
        var parsed = Parse(line, out var flags);
        Assert.Empty(parsed.Errors);
        return flags.Read(parsed);
    }

    private static ParseResult Parse(string line, out ScenarioFlags flags)
    {
        var command = new Command("test");
        flags = new ScenarioFlags(command, rounds: 5);
        return command.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
