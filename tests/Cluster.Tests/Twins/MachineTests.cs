using Diten.Cluster.Tests.Hosting;
using Diten.Core.Network;
using Diten.Interfaces.Index;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

/// <summary>Machines that take no part in learning have a twin, and no station knows of them.</summary>
[Collection(HandoverCollection.Name)]
public sealed class MachineTests(HandoverCluster cluster)
{
    private static RegisterDeviceMessage Machine(string station) => new() { Station = station, Samples = 0, X = 3, Y = -4 };

    [Fact]
    public async Task It_needs_no_station_that_is_set_up()
    {
        var twin = cluster.Twin("machine-new");
        Assert.True((await twin.RegisterAsync(Machine("hall-new"))).Accepted);
        await twin.ReportAsync(Report(3, ("x", 1)), null);
        var again = await twin.RegisterAsync(Machine("hall-new"));
        Assert.Equal((true, 3L, "hall-new"), (again.Accepted, again.LastSequence, again.Station));
        await TwinCluster.DeactivateAsync(twin);
        var stored = (await twin.GetAsync())!;
        Assert.Equal((0, "hall-new", 3.0, -4.0, 3L), (stored.Samples, stored.Station, stored.X, stored.Y, stored.LastSequence));
        Assert.Null(await cluster.Station("hall-new").GetSettingsAsync());
        await Eventually.HoldsAsync(
            async () => (await cluster.ShardOf("machine-new").ListAsync(new IndexQueryMessage { Contains = "machine-new", Limit = 10 })).Any(entry => entry.Station is "hall-new"),
            "the index lists it");
    }

    [Fact]
    public async Task Its_station_does_not_count_it()
    {
        await cluster.ConfigureStationAsync("hall-counted");
        var (machine, device) = (cluster.Twin("machine-uncounted"), await cluster.RegisterAsync("machine-beside", "hall-counted"));
        Assert.True((await machine.RegisterAsync(Machine("hall-counted"))).Accepted);
        await machine.LastWillAsync();
        Assert.Equal((int)Liveness.Offline, (await machine.GetAsync())!.Liveness);
        await machine.ReportAsync(Report(1, ("x", 1)), null);
        Assert.Equal(1, await cluster.MembersAsync("hall-counted"));
        var offer = await machine.OfferAsync(new OfferMessage { Round = 1, UpdateWeight = 1, FrequencyHz = 1e9, BlockSnr = [1], Epoch = 1 });
        Assert.Equal(OfferCode.Refused, offer.Code);
        Assert.Equal("hall-counted", (await device.GetAsync())!.Station);
    }

    [Fact]
    public async Task It_moves_by_registering_and_by_handover()
    {
        var twin = cluster.Twin("machine-moves");
        await twin.RegisterAsync(Machine("hall-one"));
        await twin.ReportAsync(Report(5, ("x", 1)), null);
        var moved = await twin.RegisterAsync(Machine("hall-two"));
        Assert.Equal((true, "hall-two", 5L), (moved.Accepted, moved.Station, moved.LastSequence));
        Assert.Equal("hall-three", (await twin.HandOverAsync("hall-three", counterpart: null)).Station);
        var after = (await twin.GetAsync())!;
        Assert.Equal(("hall-three", 3.0, 5L), (after.Station, after.X, after.LastSequence));
        Assert.Equal(2, after.Deltas.Count(delta => delta.Kind is "handover"));
        Assert.Null(await cluster.Station("hall-one").GetSettingsAsync());
    }

    [Fact]
    public async Task It_may_begin_to_learn_and_not_end_to_unasked()
    {
        await cluster.ConfigureStationAsync("hall-learns");
        var twin = cluster.Twin("machine-learns");
        await twin.RegisterAsync(Machine("hall-learns"));
        await twin.ReportAsync(Report(2, ("x", 1)), null);
        var learner = await twin.RegisterAsync(Device("hall-learns"));
        Assert.Equal((true, 2L), (learner.Accepted, learner.LastSequence));
        Assert.Equal(1, await cluster.MembersAsync("hall-learns"));
        var refused = await twin.RegisterAsync(Machine("hall-learns"));
        Assert.False(refused.Accepted);
        Assert.Contains("learns at station 'hall-learns'", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, await cluster.MembersAsync("hall-learns"));
    }

    [Fact]
    public async Task It_may_begin_to_learn_at_another_station_with_what_it_says_of_itself()
    {
        await cluster.ConfigureStationAsync("hall-first");
        await cluster.ConfigureStationAsync("hall-second");
        var twin = cluster.Twin("machine-learns-elsewhere");
        await twin.RegisterAsync(Machine("hall-first"));
        await twin.ReportAsync(Report(2, ("x", 1)), null);
        var learner = await twin.RegisterAsync(Device("hall-second"));
        // No station had counted it, so there is no handover that would skip a number of its updates.
        Assert.Equal((true, "hall-second", 1, 2L, 0L), (learner.Accepted, learner.Station, learner.Epoch, learner.LastSequence, learner.LastUpdate));
        Assert.Equal((0, 1), (await cluster.MembersAsync("hall-first"), await cluster.MembersAsync("hall-second")));
        await TwinCluster.DeactivateAsync(twin);
        Assert.Equal(("hall-second", 600), await twin.GetAsync() is { } there ? (there.Station, there.Samples) : default);
    }
}
