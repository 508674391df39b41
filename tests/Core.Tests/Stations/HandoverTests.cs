using Diten.Core.Stations;
using Diten.Core.Tests.Twins;
using Diten.Core.Twins;
using FsCheck;
using FsCheck.Fluent;
using static Diten.Core.Tests.Stations.StationFixture;

namespace Diten.Core.Tests.Stations;

public sealed class HandoverTests
{
    [Fact]
    public void An_update_sent_again_is_acknowledged_and_counted_once_also_at_the_next_station()
    {
        var (old, next) = (Station(1, id: "bs-1"), Station(0, id: "bs-2"));
        OpenUploads(old, 1);
        var update = Update(old, 0);
        Assert.Equal(UploadStatus.Accepted, BaseStation.Upload(old, update, 0).Status);
        Assert.Equal(UploadStatus.AlreadyCounted, BaseStation.Upload(old, update, 0).Status);

        var ticket = BaseStation.Deregister(old, Name(0), 1)!;
        Assert.Equal(new Registration(Name(0), 2, 100, 1, 0, 1), ticket);
        Assert.True(BaseStation.Register(next, ticket));
        Assert.Equal(UploadStatus.AlreadyCounted, BaseStation.Upload(next, update with { Epoch = 2 }, 0).Status);
        Assert.Equal(RefusalReason.UnknownDevice, BaseStation.Upload(old, update, 0).Reason);
        Assert.Equal(update.Sequence, Assert.Single(BaseStation.Aggregate(old).Updates).Sequence);
        BaseStation.BeginRound(next, 0);
        BaseStation.CloseOffers(next, 0);
        Assert.Empty(BaseStation.Aggregate(next).Updates);
        Assert.Equal((1L, 1L), (old.Resent, next.Resent));
    }

    [Fact]
    public void A_device_counted_in_the_open_round_waits_for_the_next_one_at_the_new_station()
    {
        var (old, next) = (Station(1, id: "bs-1"), Station(1, id: "bs-2", with: o => o));
        BaseStation.Deregister(next, Name(0), 1);
        OpenUploads(old, 1);
        BaseStation.BeginRound(next, 0);
        BaseStation.Upload(old, Update(old, 0), 0);
        var ticket = BaseStation.Deregister(old, Name(0), 1)! with { Device = "roamer" };
        BaseStation.Register(next, ticket);
        Assert.Equal(RefusalReason.AlreadyTookPart, BaseStation.Offer(next, new UpdateOffer("roamer", 2, 1, 5), 0).Reason);
        BaseStation.CloseOffers(next, 0);
        BaseStation.Aggregate(next);
        BaseStation.BeginRound(next, 0);
        Assert.Equal(1, BaseStation.RoundGap(next, "roamer"));
        Assert.Equal(OfferDecision.TakePart, BaseStation.Offer(next, new UpdateOffer("roamer", 2, 2, 5), 0).Decision);
    }

    [Fact]
    public void The_staleness_goes_along_and_late_copies_of_old_registrations_change_nothing()
    {
        var (old, next) = (Station(2, SelectionRule.Top(1), id: "bs-1"), Station(0, id: "bs-2"));
        for (var t = 0; t < 4; t++)
        {
            OpenUploads(old, 2);
            BaseStation.Upload(old, Update(old, 1), 0);
            BaseStation.Aggregate(old);
        }

        var first = new Registration(Name(0), 1, 100);
        var ticket = BaseStation.Deregister(old, Name(0), 1)!;
        Assert.Equal(5, ticket.Staleness);
        Assert.True(BaseStation.Register(next, ticket));
        BaseStation.BeginRound(next, 0);
        Assert.Equal(5, BaseStation.RoundGap(next, Name(0)));

        Assert.False(BaseStation.Register(old, first));
        Assert.False(BaseStation.Register(next, first));
        Assert.Null(BaseStation.Deregister(next, Name(0), 1));
        Assert.Equal(ticket, BaseStation.Deregister(old, Name(0), 1));
        var back = BaseStation.Deregister(next, Name(0), 2)!;
        Assert.True(BaseStation.Register(old, back));
        Assert.True(BaseStation.Register(old, back with { Samples = 7 }));
        Assert.Equal((3, 7.0), (old.Members[Name(0)].Epoch, old.Members[Name(0)].Samples));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_device_that_comes_anew_in_a_round_that_counted_it_is_not_counted_twice(bool seenOff)
    {
        var state = Station(2);
        OpenUploads(state, 2);
        Assert.Equal(UploadStatus.Accepted, BaseStation.Upload(state, Update(state, 0), 0).Status);
        if (seenOff) BaseStation.Deregister(state, Name(0), 1);
        Assert.True(BaseStation.Register(state, new Registration(Name(0), 5, 100, LastUpdate: 1)));
        Assert.Equal(0, BaseStation.RoundGap(state, Name(0)));
        var second = Update(state, 0, sequence: 2) with { Epoch = 5 };
        Assert.Equal(RefusalReason.AlreadyTookPart, BaseStation.Upload(state, second, 0).Reason);
        BaseStation.Upload(state, Update(state, 1), 0);
        Assert.Equal([Name(0), Name(1)], BaseStation.Aggregate(state).Updates.Select(update => update.Device), StringComparer.Ordinal);
    }

    [Fact]
    public void Who_left_is_remembered_for_a_while_and_then_forgotten()
    {
        var station = Station(0, with: o => o with { DepartureRounds = 3 });
        for (var t = 1; t <= 50; t++)
        {
            var visitor = new Registration(Name(t), 1, 100);
            Assert.True(BaseStation.Register(station, visitor));
            Assert.NotNull(BaseStation.Deregister(station, visitor.Device, 1));
            OpenUploads(station, 0);
            BaseStation.Aggregate(station);
            Assert.False(BaseStation.Register(station, visitor));
            Assert.Equal(Math.Min(t, 3), station.Departed.Count);
        }

        Assert.Equal([false, false, false, true, true], Enumerable.Range(0, 5).Select(ago => BaseStation.Register(station, new Registration(Name(50 - ago), 1, 100))));
    }

    /// <summary>Two stations, three roaming devices, and any interleaving of rounds, uploads, resends and handovers.</summary>
    [Fact]
    public void No_update_is_in_two_aggregates_and_no_acknowledged_one_in_none_under_any_interleaving() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            StationState[] stations = [Station(0, SelectionRule.Top(2), id: "bs-0"), Station(0, SelectionRule.Top(2), id: "bs-1")];
            var devices = Enumerable.Range(0, 3).Select(i => new Roamer(Twin.Create(Name(i), "bs-0", 100, TwinFixture.Start))).ToArray();
            foreach (var d in devices) Assert.True(BaseStation.Register(stations[0], Twin.RegistrationOf(d.Twin)));
            var (aggregated, acknowledged) = (new List<(string, long)>(), new HashSet<(string, long)>());
            for (var step = 0; step < 300; step++)
            {
                var station = stations[random.Next(2)];
                var device = devices[random.Next(3)];
                switch (random.Next(8))
                {
                    case 0 when BaseStation.NextStep(station, 0) == StationStep.BeginRound:
                        BaseStation.BeginRound(station, 0);
                        break;
                    case 1 when station.Phase == StationPhase.CollectingOffers:
                        BaseStation.CloseOffers(station, 0);
                        break;
                    case 2 when station.Phase == StationPhase.Uploading:
                        aggregated.AddRange(BaseStation.Aggregate(station).Updates.Select(u => (u.Device, u.Sequence)));
                        break;
                    case 3:
                        device.HandOver(stations, random);
                        break;
                    case 4:
                        // New training, hence a new update; the one before may never have got through.
                        device.Sequence++;
                        break;
                    case 5:
                        BaseStation.Offer(station, new UpdateOffer(device.Id, random.Next(1, device.Twin.Epoch + 1), station.Round, random.NextDouble()), 0);
                        break;
                    default:
                        // To the right or to a wrong station, of this or a former epoch, the newest or an older update.
                        var sequence = Math.Max(1, device.Sequence - random.Next(2));
                        var epoch = Math.Max(1, device.Twin.Epoch - random.Next(2));
                        var update = new DeviceUpdate(device.Id, epoch, station.Round, sequence, station.ModelVersion, new float[] { 2, 2 });
                        if (BaseStation.Upload(station, update, 0).Acknowledged) acknowledged.Add((device.Id, sequence));
                        break;
                }
            }

            foreach (var station in stations) aggregated.AddRange(station.Buffer.Select(u => (u.Device, u.Sequence)));
            Assert.Equal(aggregated.Count, aggregated.Distinct().Count());
            Assert.True(acknowledged.SetEquals(aggregated));
        }).Holds();

    private sealed class Roamer(TwinState twin)
    {
        private readonly List<(int Station, Registration Ticket)> _old = [(0, Diten.Core.Twins.Twin.RegistrationOf(twin))];

        public TwinState Twin { get; private set; } = twin;

        public string Id => Twin.Id;

        public long Sequence { get; set; } = 1;

        public void HandOver(StationState[] stations, Random random)
        {
            var from = Twin.Station == "bs-0" ? 0 : 1;
            var ticket = BaseStation.Deregister(stations[from], Id, Twin.Epoch)!;
            Assert.True(BaseStation.Register(stations[1 - from], ticket));
            (Twin, var outcome) = Diten.Core.Twins.Twin.HandOver(Twin, ticket, stations[1 - from].Id, null, TwinFixture.Start, TwinFixture.Options);
            Assert.True(outcome.Accepted);
            _old.Add((1 - from, ticket));
            // A network may deliver an old registration, or the same one, again.
            var (station, again) = _old[random.Next(_old.Count)];
            BaseStation.Register(stations[station], again);
        }
    }
}
