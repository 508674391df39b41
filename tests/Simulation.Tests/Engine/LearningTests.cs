using Diten.Core.Network;
using Diten.Learning.Data;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Engine;

public sealed class LearningTests
{
    private static readonly Lazy<DataSplit> s_digits = new(() => DataSource.Load("digits", null, seed: 1, train: 1200, test: 300));

    private static ScenarioOptions Options => Small.Options with { StraggleProbability = 0.1, DropOutProbability = 0.1 };

    private static Workload Workload(ScenarioOptions options) => WorkloadFactory.Create(options, s_digits.Value);

    [Theory]
    [InlineData("diten", 1)]
    [InlineData("sync", 1)]
    [InlineData("diten", 3)]
    public void One_and_two_and_three_threads_give_the_same_bits(string scheme, int stations)
    {
        var options = Options with { Scheme = scheme, Stations = stations, MoveProbability = stations > 1 ? 0.1 : 0 };
        var (model, rounds) = Run(options with { Threads = 1 });
        foreach (var threads in new[] { 2, 3 })
        {
            var (otherModel, otherRounds) = Run(options with { Threads = threads });
            Assert.True(model.AsSpan().SequenceEqual(otherModel));
            Assert.Equal(rounds, otherRounds);
        }

        (float[] Model, List<(double, double?, double?, double, int)> Rounds) Run(ScenarioOptions o)
        {
            var simulator = new Simulator(o, Workload(o));
            var done = Small.Run(simulator, 3).ConvertAll(r => (r.DurationSeconds, r.Accuracy, r.Loss, r.EnergyJoules, r.Participants));
            return (simulator.GlobalModel.ToArray(), done);
        }
    }

    [Fact]
    public void One_station_under_a_macro_station_learns_the_same_model()
    {
        var alone = new Simulator(Options, Workload(Options));
        var under = new Simulator(Options with { MacroStation = true }, Workload(Options));
        var below = Small.Run(alone, 3);
        var above = Small.Run(under, 3);
        Assert.True(alone.GlobalModel.Span.SequenceEqual(under.GlobalModel.Span));
        Assert.Equal(below.Select(r => r.Accuracy), above.Select(r => r.Accuracy));
        Assert.All(below.Zip(above), pair => Assert.True(pair.Second.DurationSeconds > pair.First.DurationSeconds, "the uplink costs time"));
        Assert.True(under.UplinkSeconds > 0);
        Assert.Equal(alone.ModelBits + (3 * under.BitsPerModel), under.ModelBits, 3);
        Assert.Equal(2, under.Stations.Count);
        Assert.True(under.Stations[0].IsMacro);
    }

    [Fact]
    public void Synchronous_averaging_over_stations_is_averaging_over_all()
    {
        // FedAvg of FedAvg, weighed by samples, is FedAvg: only rounding differs.
        var options = Small.Options with { Scheme = "sync" };
        var one = new Simulator(options, Workload(options));
        var three = new Simulator(options with { Stations = 3 }, Workload(options));
        Small.Run(one, 1);
        Small.Run(three, 1);
        foreach (var (a, b) in one.GlobalModel.ToArray().Zip(three.GlobalModel.ToArray())) Assert.Equal(a, b, 1e-6f);
    }

    [Fact]
    public void A_diverging_run_is_refused_by_name_and_recovers()
    {
        var options = Small.Options with { LearningRate = 100, Adoption = "keep" };
        var rounds = Small.Run(options, 2, Workload(options));
        Assert.Contains(rounds, round => round.Refused.ContainsKey("not-finite"));
        Assert.All(rounds, round => Assert.True(double.IsFinite(round.DurationSeconds) && double.IsFinite(round.EnergyJoules)));
    }

    [Fact]
    public void Without_a_test_set_in_a_round_nothing_is_said_of_accuracy()
    {
        var options = Small.Options with { EvaluateEvery = 2 };
        Assert.Equal([false, true, false, true], Small.Run(options, 4, Workload(options)).Select(round => round.Accuracy.HasValue));
        Assert.All(Small.Run(Small.Options, 2), round => Assert.Null(round.Accuracy));
    }

    [Fact]
    public void Shards_must_fit_the_devices()
    {
        var workload = Workload(Small.Options);
        Assert.Throws<ArgumentException>(() => new Simulator(Small.Options with { Devices = 19 }, workload));
    }

    [Theory]
    [InlineData("sync", "keep", 0.80)]
    [InlineData("diten", "keep", 0.60)]
    [InlineData("diten", "adopt", 0.65)]
    public void Generated_digits_are_learned(string scheme, string adoption, double least)
    {
        var options = new ScenarioOptions { Devices = 20, Participants = 8, Scheme = scheme, Adoption = adoption, SamplesMean = 150, SamplesDeviation = 40 };
        var data = DataSource.Load("digits", null, seed: 1, train: 3000, test: 500);
        var last = Small.Run(options, 8, WorkloadFactory.Create(options, data))[^1];
        Assert.True(last.Accuracy >= least, $"accuracy {last.Accuracy:F3} after {last.Round} rounds; at least {least} was expected");
    }
}
