using Diten.Core.Stations;
using static Diten.Core.Tests.Stations.StationFixture;

namespace Diten.Core.Tests.Stations;

public sealed class MacroStationTests
{
    [Fact]
    public void Macro_round_weighs_stations_by_their_samples_and_the_stations_take_its_model()
    {
        var stations = new[] { Station(3, id: "bs-1"), Station(1, id: "bs-2") }; // D = 100+200+300 and 100
        var macro = MacroStation.Create("macro", [0, 0]);
        foreach (var station in stations) BaseStation.Register(macro, new Registration(station.Id, 1, MacroStation.SamplesOf(station)));
        Assert.Equal((600.0, 100.0), (MacroStation.SamplesOf(stations[0]), MacroStation.SamplesOf(stations[1])));

        var opened = MacroStation.BeginRound(macro, 0);
        Assert.Equal(2, opened.Selected.Count);
        Assert.Equal(UploadStatus.Accepted, MacroStation.Receive(macro, new DeviceUpdate("bs-1", 1, 1, 1, 0, new float[] { 7, 0 }), 600, 0).Status);
        Assert.Equal(UploadStatus.AlreadyCounted, MacroStation.Receive(macro, new DeviceUpdate("bs-1", 1, 1, 1, 0, new float[] { 7, 0 }), 600, 0).Status);
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(macro, 0));
        MacroStation.Receive(macro, new DeviceUpdate("bs-2", 1, 1, 1, 0, new float[] { 0, 7 }), 100, 0);
        Assert.Equal(StationStep.Aggregate, BaseStation.NextStep(macro, 0));
        var round = BaseStation.Aggregate(macro);
        Assert.Equal([600.0 / 700, 100.0 / 700], round.Aggregation!.Weights, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([6f, 1f], macro.Model);

        foreach (var station in stations) Assert.Equal(1, BaseStation.ReplaceModel(station, macro.Model));
        Assert.All(stations, s => Assert.Same(macro.Model, s.Model));
        Assert.Throws<ArgumentException>(() => BaseStation.ReplaceModel(stations[0], [1, float.NaN]));
        Assert.Throws<ArgumentException>(() => BaseStation.ReplaceModel(stations[0], [1]));
    }

    [Fact]
    public void A_newer_aggregate_takes_the_place_of_the_one_that_waits_and_a_bad_one_does_not()
    {
        var macro = MacroStation.Create("macro", [0], uploadSeconds: 5);
        BaseStation.Register(macro, new Registration("bs-1", 1, 10));
        BaseStation.Register(macro, new Registration("bs-2", 1, 10));
        MacroStation.BeginRound(macro, 0);
        UploadOutcome Send(string station, long sequence, float value, double samples = 10) =>
            MacroStation.Receive(macro, new DeviceUpdate(station, 1, macro.Round, sequence, macro.ModelVersion, new[] { value }), samples, 1);
        Assert.Equal(UploadStatus.Accepted, Send("bs-1", 1, 5).Status);
        Assert.Equal(UploadStatus.Accepted, Send("bs-1", 3, 9, samples: 30).Status);
        Assert.Equal(RefusalReason.NotFinite, Send("bs-1", 4, float.NaN, samples: 99).Reason);
        Assert.Equal(UploadStatus.AlreadyCounted, Send("bs-1", 3, 9, samples: 77).Status);
        Assert.Equal(RefusalReason.PastRound, Send("bs-1", 2, 8).Reason);
        Assert.Equal((1, 1, 30.0), (macro.Awaited, macro.Members["bs-1"].RoundsTaken, macro.Members["bs-1"].Samples));
        Assert.Equal(UploadStatus.Accepted, Send("bs-2", 1, 1).Status);
        var round = BaseStation.Aggregate(macro);
        Assert.Equal(["bs-1", "bs-2"], round.Updates.Select(update => update.Device), StringComparer.Ordinal);
        Assert.Equal([0.75 * 9 + 0.25], macro.Model.Select(w => (double)w));
    }

    [Fact]
    public void A_base_station_that_does_not_answer_is_missing_at_the_deadline()
    {
        var macro = MacroStation.Create("macro", [0], uploadSeconds: 5);
        BaseStation.Register(macro, new Registration("bs-1", 1, 10));
        BaseStation.Register(macro, new Registration("bs-2", 1, 10));
        MacroStation.BeginRound(macro, 100);
        MacroStation.Receive(macro, new DeviceUpdate("bs-2", 1, 1, 1, 0, new float[] { 3 }), 10, 101);
        Assert.Equal(StationStep.Aggregate, BaseStation.NextStep(macro, 105));
        var round = BaseStation.Aggregate(macro);
        Assert.Equal("bs-1", Assert.Single(round.Missing));
        Assert.Equal([3f], macro.Model);
    }

    [Fact]
    public void A_base_station_that_missed_two_rounds_is_not_waited_for_until_it_has_sent_again()
    {
        var macro = MacroStation.Create("macro", [0], uploadSeconds: 5);
        BaseStation.Register(macro, new Registration("bs-1", 1, 10));
        BaseStation.Register(macro, new Registration("bs-2", 1, 10));
        UploadStatus Send(string station, long sequence) => MacroStation.Receive(macro, new DeviceUpdate(station, 1, macro.Round, sequence, macro.ModelVersion, new[] { 1f }), 10, 0).Status;
        var awaited = new List<int>();
        for (var round = 1; round <= 6; round++)
        {
            var silent = MacroStation.BeginRound(macro, 0).WentAway;
            Assert.Equal(round is 3 or 4 ? ["bs-2"] : [], silent);
            Assert.Equal(UploadStatus.Accepted, Send("bs-1", round));
            // What it sends nevertheless counts.
            if (round == 4) Assert.Equal(UploadStatus.Accepted, Send("bs-2", round));
            awaited.Add(macro.Awaited);
            Assert.Equal(macro.Awaited == 0 ? StationStep.Aggregate : StationStep.Wait, BaseStation.NextStep(macro, 4));
            Assert.Equal(round == 4 ? [] : ["bs-2"], BaseStation.Aggregate(macro).Missing);
        }

        Assert.Equal([1, 1, 0, 0, 1, 1], awaited);
    }

    [Fact]
    public void It_waits_as_long_as_two_turns_of_a_base_station_may_take() => Assert.Equal(2 * 3 * (4 + 5), MacroStation.Patience(every: 3, offerSeconds: 4, uploadSeconds: 5));
}
