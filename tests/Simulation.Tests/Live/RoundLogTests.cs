using Diten.Core.Network;
using Diten.Simulation.Live;

namespace Diten.Simulation.Tests.Live;

public sealed class RoundLogTests
{
    private static RoundSnapshot Round(int number, int rows) => new(
        "bs-1", number, 0, 1, rows, null, null, 0, 0, 0, 1, 1, 0, number, new Dictionary<string, int>(StringComparer.Ordinal), new DeviceRound[rows]);

    [Fact]
    public void Old_rounds_lose_their_rows_first_and_then_go()
    {
        var log = new RoundLog(maxRounds: 20, maxRows: 30);
        for (var i = 1; i <= 60; i++) log.Add(Round(i, 10));
        Assert.Equal(60, log.Last!.Round);
        var all = log.From(1, 1000);
        Assert.InRange(all.Count, 20, 25);
        Assert.Equal(Enumerable.Range(61 - all.Count, all.Count), all.Select(round => round.Round));
        Assert.Equal([10, 10, 10], all.TakeLast(3).Select(round => round.Devices.Count));
        Assert.All(all.SkipLast(3), round => Assert.Empty(round.Devices));
        Assert.Equal([58, 59], log.From(58, 2).Select(round => round.Round));
        Assert.Empty(log.From(61, 5));
    }

    [Fact]
    public void A_brief_list_is_the_same_rounds_without_rows()
    {
        var log = new RoundLog(20, 100);
        for (var i = 1; i <= 5; i++) log.Add(Round(i, 3));
        var brief = log.From(2, 3, withDevices: false);
        Assert.Equal([2, 3, 4], brief.Select(round => round.Round));
        Assert.All(brief, round => Assert.Equal((0, 3), (round.Devices.Count, round.Participants)));
        Assert.All(log.From(1, 5), round => Assert.Equal(3, round.Devices.Count));
    }

    [Fact]
    public void Numbers_may_leave_gaps()
    {
        var log = new RoundLog(20, 100);
        foreach (var number in new[] { 2, 4, 6 }) log.Add(Round(number, 1));
        Assert.Equal([4, 6], log.From(3, 10).Select(round => round.Round));
    }

    [Fact]
    public void The_last_round_keeps_its_rows_however_many_they_are()
    {
        var log = new RoundLog(20, 5);
        log.Add(Round(1, 10));
        log.Add(Round(2, 10));
        Assert.Equal([0, 10], log.From(1, 2).Select(round => round.Devices.Count));
    }
}
