using System.Globalization;
using Diten.Simulation.Commands;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Commands;

/// <summary><c>--set</c> and <c>--trace</c>: every option of a scenario from the command line, every device's rounds in a file.</summary>
public sealed class ScenarioSettingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-set").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Options_of_every_kind_can_be_set_by_name()
    {
        ScenarioSetting[] settings = [.. new[] { "learningrate=0.05", "Subcarriers = 128", "ClipRatio=false", "StalenessCap=none", "Threshold=0.5", "Propagation=path-loss" }.Select(ScenarioSetting.Parse)];
        var expected = new ScenarioOptions { LearningRate = 0.05, Subcarriers = 128, ClipRatio = false, StalenessCap = null, Threshold = 0.5, Propagation = "path-loss" };
        Assert.Equal(expected, ScenarioSetting.Apply(new ScenarioOptions(), settings));
        Assert.True(settings[3].Holds(expected));
        Assert.False(settings[3].Holds(new ScenarioOptions()));
    }

    [Theory]
    [InlineData("LearningRate", "--set: is 'LearningRate'; must be Name=value")]
    [InlineData("Learning=1", "--set: knows no 'Learning'; must be one of Adoption, Aggregation,")]
    [InlineData("LearningRate=fast", "--set LearningRate: is 'fast'; must be a number from 1E-09 to 100")]
    [InlineData("LearningRate=0", "--set LearningRate: The field LearningRate must be between 1E-09 and 100")]
    [InlineData("LearningRate=NaN", "--set LearningRate: is 'NaN'; must be a number")]
    [InlineData("Subcarriers=1.5", "--set Subcarriers: is '1.5'; must be a whole number from 1 to 4096")]
    [InlineData("Subcarriers=none", "--set Subcarriers: is 'none'; must be a whole number")]
    [InlineData("CoherenceBlock=512", "--set CoherenceBlock: The field CoherenceBlock must be at most Subcarriers = 256")]
    [InlineData("ClipRatio=1", "--set ClipRatio: is '1'; must be true or false")]
    [InlineData("Propagation=wind", "--set Propagation: The field Propagation must be distance or path-loss")]
    [InlineData("LearningRate=0.1 --set LearningRate=0.2", "--set LearningRate: is given twice")]
    public async Task A_bad_setting_is_named_with_what_it_may_be(string set, string complaint)
    {
        var outcome = await RunAsync(["simulate", "--no-training", "--rounds", "1", "--devices", "3", "--set", .. set.Split(' ')]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(complaint, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Seed=5")]
    [InlineData("Scheme=sync")]
    [InlineData("Participants=3")]
    public async Task What_an_experiment_has_an_option_for_is_not_set_behind_its_back(string set)
    {
        var outcome = await RunAsync(["experiment", "accuracy", "--set", set, "--out", _folder]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"--set {set.Split('=')[0]}: has an option of its own", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task What_an_experiment_chooses_for_its_series_is_refused_and_the_rest_reaches_them()
    {
        var refused = await RunAsync(["experiment", "rul", "--set", "LearningRate=0.05", "--out", _folder]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--set LearningRate: is what rul chooses itself", refused.Error, StringComparison.Ordinal);

        string[] arguments = ["experiment", "estimates", "--regime", "communication", "--devices", "4", "--participants", "2", "--rounds", "1", "--threads", "1"];
        Assert.Equal(0, (await RunAsync([.. arguments, "--out", Path.Combine(_folder, "wide")])).ExitCode);
        Assert.Equal(0, (await RunAsync([.. arguments, "--set", "BandwidthHz=10e6", "--out", Path.Combine(_folder, "narrow")])).ExitCode);
        var (wide, narrow) = (Transmit("wide"), Transmit("narrow"));
        // Equal shares of half the band take twice as long to send over, to the bit.
        Assert.Equal(2, narrow / wide, 1e-9);
        Assert.Contains("\"BandwidthHz\": \"10000000\"", await File.ReadAllTextAsync(Path.Combine(_folder, "narrow", "summary.json")), StringComparison.Ordinal);

        double Transmit(string run)
        {
            var lines = File.ReadAllLines(Path.Combine(_folder, run, "results.csv"));
            var (head, row) = (lines[0].Split(','), lines[1].Split(','));
            Assert.Equal("equal-share", row[Array.IndexOf(head, "allocator")]);
            var bits = double.Parse(row[Array.IndexOf(head, "cumulativeBits")], CultureInfo.InvariantCulture);
            Assert.True(bits > 0);
            // Mean of T_cmp + T_com; T_cmp is the same in both, so the difference of two bandwidths is T_com of one.
            return double.Parse(row[Array.IndexOf(head, "cumulativeEnergyJoules")], CultureInfo.InvariantCulture) - ComputeJoules(run);
        }

        // Without sending: β = 0 leaves the energy of computing.
        double ComputeJoules(string run)
        {
            var folder = Path.Combine(_folder, run + "-compute");
            Assert.Equal(0, CommandLine.RunAsync([.. arguments, "--set", "TransmitCoefficient=0", "--out", folder], TextWriter.Null, TextWriter.Null).GetAwaiter().GetResult());
            var lines = File.ReadAllLines(Path.Combine(folder, "results.csv"));
            return double.Parse(lines[1].Split(',')[Array.IndexOf(lines[0].Split(','), "cumulativeEnergyJoules")], CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task From_a_trace_the_rounds_can_be_computed_again()
    {
        var file = Path.Combine(_folder, "trace.csv");
        var outcome = await RunAsync(["simulate", "--no-training", "--devices", "20", "--participants", "6", "--rounds", "4", "--seed", "3", "--drop-out", "0.3", "--straggle", "0.2", "--trace", file, "--set", "EnergyCoefficient=2e-28"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains($"trace of 4 rounds: {file}", outcome.Output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(file);
        var head = lines[0].Split(',');
        var rows = lines[1..].Select(line => line.Split(',')).ToArray();
        Assert.Equal(4 * 20, rows.Length);
        Assert.All(rows, row => Assert.Equal(head.Length, row.Length));
        string Text(string[] row, string column) => row[Array.IndexOf(head, column)];
        double Real(string[] row, string column) => double.Parse(Text(row, column), CultureInfo.InvariantCulture);
        var there = rows.Where(row => Text(row, "online") == "1").ToArray();
        Assert.InRange(there.Length, 20, 79);
        foreach (var row in there)
        {
            // Eq. (10), and Eq. (9) and (12) with P = 0.2 W; LeNet-5's bits.
            Assert.Equal(2e6 * Real(row, "samples") / Real(row, "frequencyHz"), Real(row, "computeSeconds"), 1e-9);
            var send = Text(row, "participated") == "1" ? Real(row, "transmitSeconds") : 0;
            Assert.Equal((2e-28 * 2e6 * Real(row, "samples") * Math.Pow(Real(row, "frequencyHz"), 2)) + (0.2 * send), Real(row, "energyJoules"), 1e-9);
        }
        foreach (var round in rows.GroupBy(row => Text(row, "round"), StringComparer.Ordinal))
        {
            var sent = round.Where(row => Text(row, "participated") == "1").ToArray();
            Assert.Equal(Math.Min(6, round.Count(row => Text(row, "online") == "1")), sent.Length);
            Assert.Equal(256, sent.Sum(row => Real(row, "subcarriers")));
            // Algorithm 1: nobody who was left out had a larger τ.
            var least = sent.Min(row => Real(row, "tau"));
            Assert.All(round.Where(row => Text(row, "online") == "1" && Text(row, "participated") == "0"), row => Assert.True(Real(row, "tau") <= least));
        }
        Assert.Contains("--trace: '.' cannot be written", (await RunAsync(["simulate", "--no-training", "--rounds", "1", "--trace", "."])).Error, StringComparison.Ordinal);
    }

    private static async Task<Outcome> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return new Outcome(code, output.ToString(), error.ToString());
    }
}
