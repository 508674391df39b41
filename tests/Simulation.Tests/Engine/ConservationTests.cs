using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Engine;

public sealed class ConservationTests
{
    public static TheoryData<string, string> Schemes => new() { { "sync", "paper" }, { "sync-own-best", "paper" }, { "diten", "paper" }, { "diten", "equal-share" }, { "diten", "own-best" }, { "diten", "max-rate" }, { "diten", "local-search" }, { "diten", "dnn" } };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_round_is_the_sum_of_its_devices(string scheme, string allocator)
    {
        var options = Small.Options with { Scheme = scheme, Allocator = allocator };
        var modelBits = 61_706.0 * options.BitsPerParameter;
        foreach (var round in Small.Run(options, 6))
        {
            var senders = round.Devices.Where(device => device.Participated).ToList();
            Assert.Equal(scheme.StartsWith("sync", StringComparison.Ordinal) ? 20 : 8, senders.Count);
            Assert.Equal(senders.Count, round.Participants);
            Assert.Equal(20, round.Devices.Count);
            Assert.Equal(senders.Count * modelBits, round.ModelBits);
            Assert.Equal(20 * options.StateReportBits, round.StateBits);
            Assert.Equal(round.Devices.Sum(device => device.EnergyJoules), round.EnergyJoules, 9);

            var times = senders.Select(device => device.ComputeSeconds + device.TransmitSeconds).ToList();
            Assert.Equal(times.Max(), round.MakespanSeconds, 9);
            Assert.Equal(times.Average(), round.MeanSeconds, 9);
            Assert.Equal(times.Sum(t => (t - times.Average()) * (t - times.Average())), round.Psi, 6);
            Assert.Equal(round.MakespanSeconds, round.DurationSeconds, 9);
            Assert.Equal(options.Subcarriers, senders.Sum(device => device.Subcarriers));
            Assert.All(round.Devices.Where(device => !device.Participated), device => Assert.Equal(0, device.TransmitSeconds + device.Subcarriers));
        }
    }

    [Fact]
    public void Totals_are_the_sums_of_the_rounds_and_rounds_follow_each_other()
    {
        var simulator = new Simulator(Small.Options with { Stations = 3, RoundsPerMacroRound = 2 });
        var rounds = Small.Run(simulator, 5);
        Assert.Equal(rounds.Sum(round => round.DurationSeconds), simulator.VirtualSeconds, 9);
        Assert.Equal(rounds.Sum(round => round.EnergyJoules), simulator.EnergyJoules, 9);
        Assert.Equal(rounds.Sum(round => round.ModelBits), simulator.ModelBits, 3);
        Assert.Equal(rounds.Sum(round => round.StateBits), simulator.StateBits, 3);
        Assert.Equal(simulator.EnergyJoules, Small.Devices(simulator).Sum(device => device.EnergyJoules), 9);
        Assert.Equal(10, simulator.StationRound);
        for (var i = 1; i < rounds.Count; i++)
            Assert.Equal(rounds[i - 1].StartSeconds + rounds[i - 1].DurationSeconds, rounds[i].StartSeconds, 9);
    }

    [Fact]
    public void Compute_time_and_energy_follow_equations_9_to_12()
    {
        var options = Small.Options;
        var simulator = new Simulator(options);
        var round = simulator.RunRound(CancellationToken.None);
        foreach (var device in Small.Devices(simulator))
        {
            var row = round.Devices[device.Index];
            var cycles = 2e6 * device.Samples;
            Assert.Equal(cycles / device.FrequencyHz, row.ComputeSeconds, 9);
            var send = options.TransmitCoefficient * options.TransmitPowerWatts * row.TransmitSeconds;
            Assert.Equal((1e-28 * cycles * device.FrequencyHz * device.FrequencyHz) + send, row.EnergyJoules, 9);
        }
    }

    [Fact]
    public void Who_owns_what_is_told_and_agrees_with_the_rows()
    {
        var simulator = new Simulator(Small.Options);
        Assert.Null(simulator.AllocationOf(0));
        var round = simulator.RunRound(CancellationToken.None);
        var allocation = simulator.AllocationOf(0)!;
        Assert.Equal(64, allocation.Owner.Count);
        Assert.Equal(round.MakespanSeconds, allocation.MakespanSeconds, 9);
        foreach (var row in round.Devices)
            Assert.Equal(row.Subcarriers, allocation.Owner.Count(owner => string.Equals(owner, row.Id, StringComparison.Ordinal)));
    }
}
