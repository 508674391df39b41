using Diten.Simulation.Engine;

namespace Diten.Simulation.Tests.Engine;

public sealed class LivenessTests
{
    [Fact]
    public void Devices_drop_out_and_come_back_at_the_rates_given()
    {
        var options = Small.Options with { Devices = 200, DropOutProbability = 0.2, ReturnProbability = 0.4 };
        var simulator = new Simulator(options);
        var online = 0;
        Small.Run(simulator, 20);
        for (var round = 0; round < 100; round++)
        {
            var snapshot = simulator.RunRound(CancellationToken.None);
            Assert.Equal(snapshot.Devices.Count, Small.Devices(simulator).Count(device => device.Online));
            Assert.Equal(snapshot.Devices.Count * options.StateReportBits, snapshot.StateBits);
            online += snapshot.Devices.Count;
        }

        // Stationary share of a two-state chain: 0.4 / (0.2 + 0.4).
        Assert.Equal(2 / 3.0, online / 20_000.0, 0.02);
    }

    [Fact]
    public void An_absent_device_spends_nothing_and_returns_staler()
    {
        var simulator = new Simulator(Small.Options with { DropOutProbability = 0.3, ReturnProbability = 0.3 });
        var before = Small.Devices(simulator);
        for (var round = 0; round < 30; round++)
        {
            simulator.RunRound(CancellationToken.None);
            var after = Small.Devices(simulator);
            foreach (var (was, now) in before.Zip(after))
            {
                if (now.Online) Assert.True(now.EnergyJoules > was.EnergyJoules);
                else Assert.Equal((was.EnergyJoules, was.RoundsTaken, was.ModelVersion, false), (now.EnergyJoules, now.RoundsTaken, now.ModelVersion, now.Participated));
                if (now.Online) Assert.Equal(simulator.Round - was.LastRound, now.Staleness);
            }
            before = after;
        }
    }

    [Fact]
    public void Rounds_with_nobody_there_pass()
    {
        var simulator = new Simulator(Small.Options with { DropOutProbability = 1, ReturnProbability = 0 });
        var round = Small.Run(simulator, 2)[^1];
        Assert.Equal((0, 0.0, 0.0, 0.0), (round.Participants, round.EnergyJoules, round.ModelBits, round.StateBits));
        Assert.Equal(2 * simulator.Options.ChannelSecondsPerRound, simulator.VirtualSeconds);
    }

    [Fact]
    public void A_straggler_computes_at_a_part_of_its_frequency()
    {
        var simulator = new Simulator(Small.Options with { StraggleProbability = 0.5, StraggleFactor = 0.25 });
        var seen = new HashSet<bool>();
        for (var round = 0; round < 5; round++)
        {
            simulator.RunRound(CancellationToken.None);
            foreach (var device in Small.Devices(simulator))
            {
                seen.Add(device.Straggling);
                var frequency = device.FrequencyHz * (device.Straggling ? 0.25 : 1);
                Assert.Equal(2e6 * device.Samples / frequency, device.ComputeSeconds, 9);
            }
        }

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void A_frequency_that_is_set_counts_from_the_next_round_and_stays_in_range()
    {
        var simulator = new Simulator(Small.Options);
        Assert.Equal(2e9, simulator.SetFrequency(3, 2e9));
        Assert.Equal(simulator.Options.FrequencyMinimumHz, simulator.SetFrequency(4, 1));
        simulator.RunRound(CancellationToken.None);
        Assert.Equal(2e6 * simulator.Device(3).Samples / 2e9, simulator.Device(3).ComputeSeconds, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.SetFrequency(20, 1e9));
    }
}
