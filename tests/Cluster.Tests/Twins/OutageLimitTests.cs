using Diten.Cluster.Tests.Hosting;
using Diten.Grains.Hosting;
using Diten.Interfaces;
using Diten.Interfaces.Twins;
using Orleans.Hosting;
using Orleans.TestingHost;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

/// <summary>The Batched mode while the store is out for longer than what it may cost: the twin refuses, and goes on when it is stored.</summary>
public sealed class OutageLimitTests(OutageLimitTests.ImpatientCluster cluster) : IClassFixture<OutageLimitTests.ImpatientCluster>
{
    private const int Offline = 3;

    [Theory]
    [InlineData("limit-1", true)]
    [InlineData("limit-2", false)]
    public async Task A_twin_that_could_not_be_stored_for_too_long_refuses_every_change_until_it_is(string id, bool answers)
    {
        var twin = await cluster.RegisterAsync(id);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The store says no, or nothing at all.
        FaultyStorage.Break(id, answers ? new StorageFault { FailWrites = true, FailReads = true } : new StorageFault { Hold = hold.Task });
        var (taken, refusal) = (0, default(StateNotStoredException));
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(taken + 1, ("x", taken + 1)), null)).Code);
                    taken++;
                }
                catch (StateNotStoredException refused)
                {
                    refusal = refused;
                }

                return refusal is not null;
            },
            "reports are refused");
        Assert.True(taken > 0, "an outage within the limit is nobody's business");
        Assert.Contains(id, refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("longer than 1.2 s (Diten:Durability, FlushInterval and OutageLimit)", refusal.Message, StringComparison.Ordinal);

        // Every change, and not what only looks.
        await Assert.ThrowsAsync<StateNotStoredException>(() => twin.SetDesiredAsync(new DesiredMessage { Names = ["x"], Values = [3] }, null));
        await Assert.ThrowsAsync<StateNotStoredException>(() => twin.LastWillAsync());
        await Assert.ThrowsAsync<StateNotStoredException>(() => twin.LinkAsync("other", "peer"));
        Assert.Empty(await twin.TakeCommandsAsync());
        var seen = (await twin.GetAsync())!;
        Assert.Equal((taken, false), ((int)seen.LastSequence, seen.Liveness == Offline));

        FaultyStorage.Heal(id);
        hold.SetResult();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return (await twin.ReportAsync(Report(taken + 1, ("x", taken + 1)), null)).Code == WriteCode.Accepted;
                }
                catch (StateNotStoredException)
                {
                    return false;
                }
            },
            "the twin goes on when the store is back");
        await TwinCluster.DeactivateAsync(twin);
        var history = await twin.GetHistoryAsync(new HistoryQueryMessage { Reading = "x", From = Start, To = Start.AddHours(1) });
        Assert.Equal(Enumerable.Range(1, taken + 1).Select(v => (double)v).TakeLast(history!.Mean.Length), history.Mean);
        Assert.Equal(taken + 1, (await twin.GetAsync())!.LastSequence);
    }

    [Fact]
    public async Task A_registration_too_is_refused_and_works_when_the_store_is_back()
    {
        var twin = await cluster.RegisterAsync("limit-3");
        FaultyStorage.Break("limit-3", new StorageFault { FailWrites = true });
        await twin.ReportAsync(Report(1, ("x", 1)), null);
        await Eventually.HoldsAsync(async () => await Refuses(() => twin.RegisterAsync(Device())), "refused");
        FaultyStorage.Heal("limit-3");
        await Eventually.HoldsAsync(async () => !await Refuses(() => twin.RegisterAsync(Device())), "taken");
        Assert.Equal(1, (await twin.GetAsync())!.LastSequence);
    }

    private static async Task<bool> Refuses(Func<Task<RegisterReply>> register)
    {
        try
        {
            Assert.True((await register()).Accepted);
            return false;
        }
        catch (StateNotStoredException)
        {
            return true;
        }
    }

    /// <summary>Two silos whose twins are flushed every 200 ms and put up with 1 s more.</summary>
    public sealed class ImpatientCluster : TwinCluster
    {
        private protected override void Configure(TestClusterBuilder builder) => builder.AddSiloBuilderConfigurator<Impatient>();

        private sealed class Impatient : ISiloConfigurator
        {
            public void Configure(ISiloBuilder siloBuilder)
            {
                AddTwins(siloBuilder, DurabilityMode.Batched);
                siloBuilder.Configure<DurabilityOptions>(o => o.OutageLimit = TimeSpan.FromSeconds(1));
            }
        }
    }
}
