using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Engine;

public sealed class HandoverTests
{
    private static ScenarioOptions Two => Small.Options with { Stations = 2, Participants = 4 };

    [Fact]
    public void A_device_that_moves_is_served_by_the_nearest_station_with_its_history()
    {
        var simulator = new Simulator(Two);
        Small.Run(simulator, 12);
        var mover = Small.Devices(simulator).First(device => device.Station == 0 && device.RoundsTaken > 0);
        var target = simulator.Stations.Single(station => string.Equals(station.Id, "bs-2", StringComparison.Ordinal));
        simulator.Move(mover.Index, target.X + 20, target.Y);

        var after = simulator.Device(mover.Index);
        Assert.Equal((1, mover.RoundsTaken, mover.LastRound), (after.Station, after.RoundsTaken, after.LastRound));
        Assert.True(after.MeanSnrDb > 20);
        Assert.Equal(simulator.Options.Devices, simulator.Stations.Where(s => !s.IsMacro).Sum(s => s.Devices));
        var rounds = Small.Run(simulator, 10);
        Assert.True(simulator.Device(mover.Index).RoundsTaken > mover.RoundsTaken, "it takes part at the new station");
        Assert.All(rounds, round => Assert.Single(round.Devices, row => string.Equals(row.Id, mover.Id, StringComparison.Ordinal)));
    }

    [Fact]
    public void With_everyone_on_the_move_nobody_is_lost_or_counted_twice()
    {
        var simulator = new Simulator(Two with { Stations = 3, MoveProbability = 0.3 });
        var taken = 0;
        for (var i = 0; i < 40; i++)
        {
            var round = simulator.RunRound(CancellationToken.None);
            Assert.Equal(20, round.Devices.Select(row => row.Id).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(20, simulator.Stations.Where(s => !s.IsMacro).Sum(s => s.Devices));
            Assert.Empty(round.Refused);
            Assert.Equal(round.Participants, round.Devices.Count(row => row.Participated));
            taken += round.Participants;
        }

        Assert.Equal(taken, Small.Devices(simulator).Sum(device => device.RoundsTaken));
        Assert.Equal(taken, simulator.Participation.Sum(station => station.RoundsTaken.Values.Sum()));
    }

    [Fact]
    public void A_move_within_the_cell_changes_the_channel_only()
    {
        var simulator = new Simulator(Two);
        var before = simulator.Device(0);
        var station = simulator.Stations.Single(s => string.Equals(s.Id, "bs-1", StringComparison.Ordinal));
        simulator.Move(0, station.X + 10, station.Y);
        var after = simulator.Device(0);
        Assert.Equal(before.Station, after.Station);
        Assert.Equal(25, after.MeanSnrDb, 6);
    }
}
