using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Hosting;
using Diten.Grains.Twins;
using Diten.Interfaces.Twins;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;
using Orleans.TestingHost;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

/// <summary>The Batched mode: acknowledged at once, stored within the flush interval, on leaving, and as soon as the store is back.</summary>
[Collection(BatchedTwinCollection.Name)]
public sealed class BatchedTests(BatchedTwinCluster cluster)
{
    [Fact]
    public async Task Reports_are_acknowledged_without_the_store_and_one_write_stores_many()
    {
        var twin = await cluster.RegisterAsync("batched-1");
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FaultyStorage.Break("batched-1", new StorageFault { Hold = hold.Task });
        var tried = FaultyStorage.Writes("batched-1");
        for (var i = 1; i <= 50; i++) Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(i, ("x", i)), null)).Code);
        // The store is busy with the first of them for as long as it likes; reports go on.
        await Eventually.HoldsAsync(() => FaultyStorage.Writes("batched-1") > tried, "a flush has begun");
        for (var i = 51; i <= 60; i++) Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(i, ("x", i)), null)).Code);
        Assert.Equal(60, (await twin.GetAsync())!.Reading("x"));
        FaultyStorage.Heal("batched-1");
        hold.SetResult();
        await Eventually.HoldsAsync(() => FaultyStorage.Writes("batched-1") >= tried + 2, "what came during the first flush is flushed too");
        Assert.InRange(FaultyStorage.Writes("batched-1") - tried, 2, 12);
    }

    [Fact]
    public async Task What_was_acknowledged_is_stored_within_the_interval()
    {
        var twin = await cluster.RegisterAsync("batched-2");
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => (await StoredAsync(twin))?.LastSequence == 1, "it is flushed by itself");
        // From now on nothing can be written: what is read after leaving was there before.
        FaultyStorage.Break("batched-2", new StorageFault { FailWrites = true });
        await TwinCluster.DeactivateAsync(twin);
        Assert.Equal(1, (await twin.GetAsync())!.Reading("x"));
        FaultyStorage.Heal("batched-2");
    }

    [Fact]
    public async Task A_machine_that_is_removed_while_its_report_is_flushed_does_not_come_back()
    {
        for (var i = 1; i <= 20; i++)
        {
            var twin = cluster.Twin("batched-removed");
            var registered = await twin.RegisterAsync(new RegisterDeviceMessage { Station = "bs-1", Samples = 0 });
            Assert.Equal((true, 0L), (registered.Accepted, registered.LastSequence));
            Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(i, ("x", i)), null)).Code);
            // On some turns the flush is under way, on others it is not.
            if (i % 3 == 0) await Eventually.HoldsAsync(async () => (await StoredAsync(twin))?.LastSequence == i, "it is flushed");
            Assert.Equal(WriteCode.Accepted, (await twin.RemoveAsync()).Code);
            Assert.Null(await StoredAsync(twin));
            Assert.Null(await twin.GetAsync());
        }
    }

    [Fact]
    public async Task A_twin_that_leaves_memory_is_flushed_first()
    {
        var twin = await cluster.RegisterAsync("batched-3");
        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(i, ("x", i)), null)).Code);
            await TwinCluster.DeactivateAsync(twin);
            Assert.Equal(i, (await twin.GetAsync())!.LastSequence);
        }
    }

    [Fact]
    public async Task An_outage_of_the_store_delays_and_loses_nothing()
    {
        var twin = await cluster.RegisterAsync("batched-4");
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        foreach (var fault in new[] { new StorageFault { FailWrites = true }, new StorageFault { LoseAnswers = true }, new StorageFault { FailWrites = true, FailReads = true } })
        {
            var (tried, last) = (FaultyStorage.Writes("batched-4"), (await twin.GetAsync())!.LastSequence);
            FaultyStorage.Break("batched-4", fault);
            Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(last + 1, ("x", last + 1)), null)).Code);
            await Eventually.HoldsAsync(() => FaultyStorage.Writes("batched-4") > tried, "a flush was tried");
            Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(last + 2, ("x", last + 2)), null)).Code);
            FaultyStorage.Heal("batched-4");
            await TwinCluster.DeactivateAsync(twin);
            Assert.Equal(last + 2, (await twin.GetAsync())!.Reading("x"));
        }

        var history = await twin.GetHistoryAsync(new HistoryQueryMessage { Reading = "x", From = Start, To = Start.AddHours(1) });
        Assert.Equal([1.0, 2, 3, 4, 5, 6, 7], history!.Mean);
    }

    [Fact]
    public async Task A_twin_that_rests_has_nothing_to_write()
    {
        var twin = await cluster.RegisterAsync("batched-5");
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        var other = await cluster.RegisterAsync("batched-6");
        await TwinCluster.DeactivateAsync(twin);
        await twin.GetAsync();
        var written = FaultyStorage.Writes("batched-5");
        // Three flushes of another twin take three intervals.
        for (var i = 1; i <= 3; i++)
        {
            var before = FaultyStorage.Writes("batched-6");
            await other.ReportAsync(Report(i, ("x", i)), null);
            await twin.ReportAsync(Report(1, ("x", 1)), null);
            await Eventually.HoldsAsync(() => FaultyStorage.Writes("batched-6") > before, "the other one is flushed");
        }

        Assert.Equal(written, FaultyStorage.Writes("batched-5"));
    }

    private async Task<StoredTwin?> StoredAsync(ITwinGrain twin)
    {
        var silo = (InProcessSiloHandle)cluster.Cluster.Silos[0];
        var state = new GrainState<StoredTwin>(new StoredTwin());
        await silo.SiloHost.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.State).ReadStateAsync(TwinGrain.StateName, twin.GetGrainId(), state);
        return state.RecordExists ? state.State : null;
    }
}
