using Diten.Core.Allocation;
using Diten.Simulation.Engine;
using Diten.Simulation.Live;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Engine;

public sealed class TwinEstimatesTests
{
    private static readonly ScenarioOptions s_lively = Small.Options with { DopplerHz = 1, StraggleProbability = 0.3, MoveProbability = 0.2 };

    [Fact]
    public void A_stale_twin_believes_exactly_what_was_true_so_many_rounds_ago()
    {
        const int Age = 3;
        var options = s_lively with { EstimateAgeRounds = Age };
        var world = new World(options, Population.DrawSamples(options));
        var truth = new List<(double[] Rates, double Frequency, double Snr)[]> { Array.ConvertAll(world.Devices, device => True(world, options, device)) };
        for (var round = 1; round <= 8; round++)
        {
            foreach (var device in world.Devices) world.Advance(device, round);
            truth.Add(Array.ConvertAll(world.Devices, device => True(world, options, device)));
            foreach (var device in world.Devices)
            {
                var (rates, frequency, snr) = truth[Math.Max(0, round - Age)][device.Index];
                var row = new double[options.Subcarriers];
                world.Estimates.FillRates(device, round, row);
                Assert.Equal(rates, row);
                Assert.Equal(frequency, world.Estimates.FrequencyHz(device, round));
                Assert.Equal(snr, world.Estimates.BandSnr(device, round), snr * 1e-12);
            }
        }
        Assert.NotEqual(truth[8].Select(one => one.Frequency), truth[5].Select(one => one.Frequency));
    }

    [Fact]
    public void Where_nothing_changes_age_costs_not_a_bit()
    {
        var still = Small.Options with { DopplerHz = 0 };
        Assert.Equal(Durations(still), Durations(still with { EstimateAgeRounds = 5 }));
        Assert.NotEqual(Durations(s_lively), Durations(s_lively with { EstimateAgeRounds = 5 }));
    }

    [Fact]
    public void Without_age_and_noise_the_twins_problem_is_the_true_one()
    {
        var world = new World(s_lively, Population.DrawSamples(s_lively));
        var costing = new Costing(s_lively, world.Radio, 0);
        foreach (var device in world.Devices)
        {
            world.Advance(device, 1);
            device.Turn = costing.Begin(device, 1);
        }
        var (truth, believed) = (costing.Problem([.. world.Devices]), costing.Problem([.. world.Devices], world.Estimates, 1));
        Assert.Equal(truth.ComputeSeconds.ToArray(), believed.ComputeSeconds.ToArray());
        for (var i = 0; i < truth.Devices; i++) Assert.Equal(truth.RatesOf(i).ToArray(), believed.RatesOf(i).ToArray());
    }

    [Fact]
    public void Noise_is_unbiased_and_has_the_wanted_spread()
    {
        var options = Small.Options with { Devices = 400, DopplerHz = 0, EstimateNoise = 0.2 };
        var world = new World(options, Population.DrawSamples(options));
        var factors = Array.ConvertAll(world.Devices, device => world.Estimates.FrequencyHz(device, 0) / device.FrequencyHz);
        var snr = Array.ConvertAll(world.Devices, device => world.Estimates.BandSnr(device, 0) / world.Radio.BandSnr(device.Index, device.MeanSnr));
        Assert.Equal(1, factors.Average(), 4 * 0.2 / Math.Sqrt(400));
        Assert.Equal(0.2, Math.Sqrt(factors.Average(factor => Math.Pow(factor - 1, 2))), 0.03);
        Assert.Equal(1, snr.Average(), 0.02);
    }

    [Fact]
    public void Noise_depends_on_the_seed_and_on_nothing_else()
    {
        var noisy = Small.Options with { EstimateNoise = 0.4 };
        Assert.Equal(Durations(noisy), Durations(noisy with { Threads = 2 }));
        Assert.NotEqual(Durations(noisy), Durations(Small.Options));
        var believed = new[] { "sync", "diten" }.Select(scheme =>
        {
            var simulator = new Simulator(noisy with { Scheme = scheme });
            Small.Run(simulator, 3);
            return Enumerable.Range(0, 20).Select(simulator.Believed).ToArray();
        }).ToArray();
        Assert.Equal(believed[0], believed[1]);
    }

    [Fact]
    public void Who_takes_part_does_not_depend_on_what_the_twins_believe()
    {
        static IEnumerable<(int, bool)> Taken(ScenarioOptions options)
        {
            var simulator = new Simulator(options);
            return Enumerable.Range(0, 6).SelectMany(_ =>
            {
                simulator.RunRound(CancellationToken.None);
                return Small.Devices(simulator).Select(device => (device.Index, device.Participated));
            }).ToArray();
        }
        Assert.Equal(Taken(s_lively), Taken(s_lively with { EstimateAgeRounds = 4, EstimateNoise = 0.5 }));
    }

    [Theory]
    [MemberData(nameof(AllAllocators))]
    public void What_is_handed_out_on_estimates_is_feasible_and_the_times_are_the_true_ones(string allocator)
    {
        var simulator = new Simulator(s_lively with { EstimateAgeRounds = 2, EstimateNoise = 0.4, Allocator = allocator });
        for (var n = 0; n < 4; n++)
        {
            var round = simulator.RunRound(CancellationToken.None);
            var owners = simulator.AllocationOf(0)!.Owner;
            Assert.Equal(64, owners.Count);
            Assert.Equal(8, round.Participants);
            foreach (var device in round.Devices.Where(device => device.Participated))
            {
                var truth = simulator.Find(int.Parse(device.Id.AsSpan("device-".Length)) - 1);
                Assert.Equal(device.Subcarriers, owners.Count(owner => owner == device.Id));
                Assert.Equal(truth.Samples * 2e6 / truth.Turn.FrequencyHz, device.ComputeSeconds, 1e-12);
                Assert.InRange(device.TransmitSeconds, 1e-6, 1e6);
            }
        }
    }

    [Fact]
    public async Task A_noisy_twin_predicts_with_what_it_believes()
    {
        var exact = await Predicted(Small.Options with { Rounds = 2 });
        Assert.Equal(exact, await Predicted(Small.Options with { Rounds = 2 }));
        Assert.NotEqual(exact, await Predicted(Small.Options with { Rounds = 2, EstimateNoise = 0.4 }));
    }

    public static TheoryData<string> AllAllocators() => new(Allocators.Names);

    private static async Task<double?> Predicted(ScenarioOptions options)
    {
        await using var network = new SimulatedNetwork(options, _ => null, new LiveOptions { PauseSeconds = 0 }, TimeProvider.System);
        network.Start();
        await network.Completion;
        return (await network.FindTwinAsync("device-003", CancellationToken.None))!.Model.PredictedRoundSeconds;
    }

    private static double[] Durations(ScenarioOptions options) => [.. Small.Run(options, 6).Select(round => round.DurationSeconds)];

    private static (double[], double, double) True(World world, ScenarioOptions options, SimulatedDevice device)
    {
        var row = new double[options.Subcarriers];
        world.Radio.FillRates(device.Index, row);
        return (row, Costing.EffectiveFrequency(options, device), world.Radio.BandSnr(device.Index, device.MeanSnr));
    }
}
