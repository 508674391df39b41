using Diten.Core.Network;
using Diten.Learning.Data;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Engine;

public sealed class LearningTraceTests
{
    private static readonly Lazy<DataSplit> s_digits = new(() => DataSource.Load("digits", null, seed: 1, train: 1200, test: 100));

    private static readonly ScenarioOptions s_options = Small.Options with { StraggleProbability = 0.2, DropOutProbability = 0.1, DopplerHz = 1, Allocator = "equal-share" };

    [Theory]
    [InlineData("diten", "local-search", "communication", 0, 0.0)]
    [InlineData("diten", "paper", "compute", 2, 0.4)]
    [InlineData("sync-own-best", "equal-share", "communication", 3, 0.1)]
    public void A_run_that_follows_a_trace_is_the_same_bits_as_one_that_trains(string scheme, string allocator, string regime, int age, double noise)
    {
        var first = s_options with { Scheme = scheme == "diten" ? scheme : "sync" };
        var trace = Trace(first, 4);
        var other = s_options with { Scheme = scheme, Allocator = allocator, Regime = regime, EstimateAgeRounds = age, EstimateNoise = noise };
        var (trained, followed) = (new Simulator(other, Load(other)), new Simulator(other, trace));
        for (var round = 0; round < 4; round++)
        {
            var (expected, actual) = (trained.RunRound(CancellationToken.None), followed.RunRound(CancellationToken.None));
            Assert.Equal(expected.Devices, actual.Devices);
            Assert.Equal(Numbers(expected), Numbers(actual));
            Assert.NotNull(actual.Accuracy);
            Assert.Equal(trained.Bound(), followed.Bound());
            Assert.True(followed.Bound() <= actual.MakespanSeconds);
        }
        Assert.Equal(Small.Devices(trained).Select(device => device.RoundsTaken), Small.Devices(followed).Select(device => device.RoundsTaken));
    }

    [Fact]
    public void A_trace_does_not_go_on_beyond_its_end()
    {
        var simulator = new Simulator(s_options, Trace(s_options, 1));
        simulator.RunRound(CancellationToken.None);
        Assert.Contains("round 2", Assert.ThrowsAny<Exception>(() => simulator.RunRound(CancellationToken.None)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_repeated_leaves_no_trace()
    {
        Assert.Null(LearningTrace.Of(new Simulator(s_options)));
        var several = s_options with { MacroStation = true, RoundsPerMacroRound = 2 };
        Assert.Null(LearningTrace.Of(new Simulator(several, Load(several))));
        // A step size at which every model dies: refused models are nothing that a run without models could know.
        var dying = s_options with { LearningRate = 100, Scheme = "sync" };
        var simulator = new Simulator(dying, Load(dying));
        Assert.Null(LearningTrace.Of(simulator)!.With(simulator, simulator.RunRound(CancellationToken.None)));
    }

    private static LearningTrace Trace(ScenarioOptions options, int rounds)
    {
        var simulator = new Simulator(options, Load(options));
        var trace = LearningTrace.Of(simulator);
        for (var round = 0; round < rounds; round++) trace = trace!.With(simulator, simulator.RunRound(CancellationToken.None));
        return trace!;
    }

    private static Workload Load(ScenarioOptions options) => WorkloadFactory.Create(options, s_digits.Value);

    private static (double, double?, double?, double, double, double, int, int) Numbers(RoundSnapshot round) =>
        (round.DurationSeconds, round.Accuracy, round.Loss, round.EnergyJoules, round.ModelBits, round.Psi, round.Participants, round.ModelVersion);
}
