using Diten.Core.Network;
using Diten.Core.Stations;
using Diten.Core.Twins;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

/// <summary>What a cluster decides by: forced handover, notifications made one, liveness from an index, readings as columns.</summary>
public sealed class ClusterDecisionTests
{
    [Fact]
    public void A_forced_ticket_skips_the_update_that_may_have_been_counted_unheard()
    {
        var state = Twin.RecordRound(New(), new DeviceRoundRecord(1, 3, true, 5, 2, null, null, null, 0, 0), At(1), Options);
        var ticket = Twin.ForcedTicket(state);
        Assert.Equal(("d-1", 2, 6L, 2, 1), (ticket.Device, ticket.Epoch, ticket.LastUpdate, ticket.Staleness, ticket.RoundsTaken));
        var (moved, outcome) = Twin.HandOver(state, ticket, "bs-2", null, At(2), Options);
        Assert.True(outcome.Accepted);
        Assert.Equal(("bs-2", 2, 6L), (moved.Station, moved.Epoch, moved.LastUpdate));

        // The new station acknowledges number 6 without counting it, and counts number 7.
        var station = BaseStation.Create("bs-2", new StationOptions { Parameters = 1, Selection = SelectionRule.All }, [0]);
        Assert.True(BaseStation.Register(station, ticket));
        BaseStation.BeginRound(station, 0);
        BaseStation.Offer(station, new UpdateOffer("d-1", 2, 1, 1), 0);
        BaseStation.CloseOffers(station, 0);
        Assert.Equal(UploadStatus.AlreadyCounted, BaseStation.Upload(station, new DeviceUpdate("d-1", 2, 1, 6, 0, new float[] { 1 }), 0).Status);
        Assert.Equal(UploadStatus.Accepted, BaseStation.Upload(station, new DeviceUpdate("d-1", 2, 1, 7, 0, new float[] { 1 }), 0).Status);
    }

    [Fact]
    public void A_twin_that_was_not_taken_stays_under_the_tickets_epoch_with_its_links()
    {
        var (state, _) = Twin.Link(New(), "d-2", LinkKinds.RadioNeighbour, At(0), Options);
        var ticket = new Registration("d-1", 2, 600, 9);
        var stays = Twin.Stay(state, ticket, "refused", At(1), Options);
        Assert.Equal(("bs-1", 2, 9L, state.Revision + 1, 1), (stays.Station, stays.Epoch, stays.LastUpdate, stays.Revision, stays.Links.Count));
        Assert.Same(stays, Twin.Stay(stays, ticket, "refused", At(2), Options));
    }

    [Fact]
    public void Two_notifications_become_the_newer_one_with_the_readings_of_both()
    {
        var older = new TwinNotification("a", "b", 4, "report", At(1), Readings.From(Values(("x", 1), ("y", 1))), "reported");
        var newer = older with { Revision = 6, At = At(2), Changes = Readings.From(Values(("x", 2), ("z", 3))), Note = "again" };
        foreach (var one in new[] { Twin.Coalesce(older, newer), Twin.Coalesce(newer, older) })
        {
            Assert.Equal((6L, "again", At(2)), (one.Revision, one.Note, one.At));
            Assert.Equal(Values(("x", 2), ("y", 1), ("z", 3)), one.Changes);
        }

        Assert.Same(newer, Twin.Coalesce(older with { Changes = Readings.Empty }, newer));
        Assert.Throws<ArgumentException>(() => Twin.Coalesce(older, newer with { To = "c" }));
    }

    [Fact]
    public void Liveness_is_the_same_rule_from_an_index()
    {
        var state = Accept(New(), Report(1, 0));
        foreach (var seconds in new[] { 0, 60, 61, 180, 181 })
            Assert.Equal(Twin.LivenessAt(state, At(seconds), Options), Twin.LivenessAt(state.HeardAt, state.LastWill, At(seconds), Options));
        Assert.Equal(Liveness.Offline, Twin.LivenessAt(At(0), true, At(0), Options));
        Assert.Equal(Liveness.Unknown, Twin.LivenessAt(null, false, At(0), Options));
    }

    [Fact]
    public void What_a_device_says_of_its_data_changes_the_revision_only_if_it_is_new()
    {
        var state = Twin.Describe(New(), 700, [300, 400]);
        Assert.Equal((700, 2L), (state.Samples, state.Revision));
        Assert.Same(state, Twin.Describe(state, 700, [300, 400]));
        Assert.Equal(3, Twin.Describe(state, 700, [400, 300]).Revision);
    }

    [Fact]
    public void Readings_are_made_of_columns_in_order_and_give_them_back()
    {
        var readings = Readings.Of(["a", "b"], [1, 2]);
        Assert.Equal(Values(("a", 1), ("b", 2)), readings);
        Assert.Equal(["a", "b"], readings.Names.AsEnumerable(), StringComparer.Ordinal);
        Assert.Equal([1.0, 2], readings.Numbers.AsEnumerable());
        Assert.Same(Readings.Empty, Readings.Of([], []));
        Assert.Throws<ArgumentException>(() => Readings.Of(["b", "a"], [1, 2]));
        Assert.Throws<ArgumentException>(() => Readings.Of(["a", "a"], [1, 2]));
        Assert.Throws<ArgumentException>(() => Readings.Of(["a"], [1, 2]));
    }

    [Theory]
    [InlineData("device", "", "bs-1", 1, 1e9, 0)]
    [InlineData("station", "d", "", 1, 1e9, 0)]
    [InlineData("samples", "d", "bs-1", -1, 1e9, 0)]
    [InlineData(null, "d", "bs-1", 0, 0, 0)]
    [InlineData("frequencyHz", "d", "bs-1", 0, -1, 0)]
    [InlineData("frequencyHz", "d", "bs-1", 1, 0, 0)]
    [InlineData("subcarrierRate", "d", "bs-1", 1, 1e9, double.NaN)]
    [InlineData(null, "d", "bs-1", 1, 1e9, 0)]
    public void A_registration_out_of_range_names_its_field(string? field, string id, string station, int samples, double frequency, double rate)
    {
        var error = RegistrationRules.Check(id, new DeviceDescription(station, samples, [], frequency, rate, 0, 0));
        Assert.StartsWith(field ?? "", error ?? "", StringComparison.Ordinal);
        Assert.Equal(field is null, error is null);
    }

    private static Dictionary<string, double> Values(params (string Name, double Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}
