using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Observability;
using Diten.Cluster.Tests.Twins;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Diten.Cluster.Tests.Stations;

/// <summary>A silo is killed in the middle of a round; the store is outside.</summary>
public sealed class SiloLossTests : IAsyncLifetime
{
    private TestCluster? _cluster;

    private TestCluster Cluster => _cluster!;

    public async Task InitializeAsync() => _cluster = await MiniCluster.StartAsync(2, builder => builder.AddSiloBuilderConfigurator<Watchful>());

    public async Task DisposeAsync()
    {
        await Cluster.StopAllSilosAsync();
        await Cluster.DisposeAsync();
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_aggregate_once_and_training_goes_on_by_itself()
    {
        await Eventually.HoldsAsync(
            () => Cluster.GetActiveSilos().Cast<InProcessSiloHandle>().All(s => s.ServiceProvider.GetRequiredService<StationHomes>().View.Count == 2), "the silos know of each other");
        var lost = Cluster.SecondarySilos[0];
        SiloAddress[] silos = [.. Cluster.GetActiveSilos().Select(silo => silo.SiloAddress)];
        var id = Enumerable.Range(0, 1000).Select(i => $"lost-{i}").First(station => StationHome.Of(station, silos).Equals(lost.SiloAddress));
        using var ended = new EndedRounds(id);
        var fleet = new TestFleet(Cluster.GrainFactory, id, 3);
        await fleet.StartAsync(TestFleet.Settings with { UploadSeconds = 4 });
        await fleet.OfferAllAsync(1);
        var uploads = fleet.Devices.Select((device, i) => fleet.Upload(device, 1, TestFleet.Made(i, 1))).ToArray();
        for (var i = 0; i < 2; i++) Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[i], uploads[i])).Code);
        var management = Cluster.GrainFactory.GetGrain<IManagementGrain>(0);
        Assert.Equal(lost.SiloAddress, await management.GetActivationAddress((IAddressable)fleet.Station));

        await Cluster.KillSiloAsync(lost);

        // Nobody calls the station: its reminder brings it back, and the round ends at its deadline.
        await Eventually.HoldsAsync(
            async () => await Eventually.AnswersAsync(() => management.GetActivationAddress((IAddressable)fleet.Station).AsTask()) is { } now && !now.Equals(lost.SiloAddress), "the station comes up on the other silo by itself");
        Assert.Equal(UploadCode.AlreadyCounted, (await Eventually.AnswersAsync(() => fleet.Station.UploadAsync(uploads[0]))).Code);
        await fleet.ReachAsync(2, PhaseCode.CollectingOffers);
        var round = Assert.Single(await fleet.Station.GetRoundsAsync(1, 9, withDevices: true));
        Assert.Equal(2, round.Participants);
        Assert.Equal([fleet.Devices[2].Id], round.Missing);
        // What was traced of it on the lost silo is lost with it; the other one says that it has only gone on.
        Assert.Contains(ended.Of(1), activity => activity.GetTagItem("diten.resumed") is true && activity.GetTagItem("diten.participants") is 2 && activity.ParentSpanId == default);
        foreach (var device in fleet.Devices)
        {
            await Eventually.AnswersAsync(async () =>
            {
                await fleet.RegisterAsync(device);
                return true;
            });
        }

        await fleet.OfferAllAsync(2);
        Assert.Equal(OfferCode.TakePart, (await fleet.Station.GetGrantAsync(fleet.Devices[2].Id, 2)).Code);
        Assert.Equal(UploadCode.Accepted, (await fleet.SendAsync(fleet.Devices[2], fleet.Upload(fleet.Devices[2], 2, TestFleet.Made(2, 2), 1))).Code);
    }

    private sealed class Watchful : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            StationCluster.AddStations(siloBuilder, DurabilityMode.Acknowledged);
            siloBuilder
                .Configure<ReminderOptions>(o => o.MinimumReminderPeriod = TimeSpan.FromSeconds(1))
                .NoticeLossSoon();
        }
    }
}
