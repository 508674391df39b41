using Diten.Core.Network;
using Diten.Core.Twins;
using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

/// <summary>Whatever is sent again, lost at the store, or put out of memory in between: the twin ends as Core's twin that saw each report once.</summary>
public sealed class InterleavingTests
{
    /// <summary>What happens at a step.</summary>
    public enum Step
    {
        Next,
        Again,
        Old,
        Restart,
        StoreFails,
        AnswerIsLost,
    }

    [Collection(TwinCollection.Name)]
    public sealed class Acknowledged(TwinCluster cluster)
    {
        [Fact]
        public Task Ends_as_Core_alone() => CheckAsync(cluster, "mix");
    }

    [Collection(BatchedTwinCollection.Name)]
    public sealed class Batched(BatchedTwinCluster cluster)
    {
        [Fact]
        public Task Ends_as_Core_alone() => CheckAsync(cluster, "batched-mix");
    }

    private static Task CheckAsync(TwinCluster cluster, string name) => Task.WhenAll(Enumerable.Range(1, 40).Select(async seed =>
    {
        // Each seed has its own twin, so they run side by side.
        var steps = new Random(seed).GetItems(Enum.GetValues<Step>(), 12);
        try
        {
            await RunAsync(cluster, $"{name}-{seed}", steps);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed}: {string.Join(", ", steps)}", failure);
        }
    }));

    private static async Task RunAsync(TwinCluster cluster, string id, Step[] steps)
    {
        var twin = await cluster.RegisterAsync(id);
        var alone = Twin.Create(id, "bs-1", 600, Start);
        var sequence = 0L;
        foreach (var step in steps)
        {
            if (step is Step.Next or Step.StoreFails or Step.AnswerIsLost || sequence == 0) alone = Twin.Report(alone, Core(++sequence), Start, null, TwinOptions.Default).Next;
            if (step == Step.StoreFails) FaultyStorage.Break(id, new StorageFault { FailWrites = true });
            if (step == Step.AnswerIsLost) FaultyStorage.Break(id, new StorageFault { LoseAnswers = true });
            if (step == Step.Restart) await RestartAsync(twin, id);
            await SendUntilAnsweredAsync(twin, id, Wire(step == Step.Old ? Math.Max(1, sequence - 1) : sequence));
        }

        await RestartAsync(twin, id);
        var ends = await twin.GetAsync();
        Assert.Equal((alone.Revision, alone.LastSequence, alone.At), (ends!.Revision, ends.LastSequence, ends.At));
        Assert.Equal(alone.State, ends.StateNames.Zip(ends.StateValues, KeyValuePair.Create));
        Assert.Equal(alone.Deltas.Select(d => (d.Sequence, d.At, d.Note)), ends.Deltas.Select(d => (d.Sequence, d.At, d.Note)));
        foreach (var (reading, history) in alone.History!.Readings)
        {
            var points = await twin.GetHistoryAsync(new HistoryQueryMessage { Reading = reading, From = Start, To = Start.AddHours(1) });
            Assert.Equal(history.Raw.Select(p => p.Value), points!.Mean);
        }
    }

    private static Task RestartAsync(ITwinGrain twin, string id)
    {
        FaultyStorage.Heal(id);
        return TwinCluster.DeactivateAsync(twin);
    }

    private static async Task SendUntilAnsweredAsync(ITwinGrain twin, string id, ReportMessage report)
    {
        while (true)
        {
            try
            {
                var reply = await twin.ReportAsync(report, null);
                Assert.True(reply.Code is WriteCode.Accepted or WriteCode.Duplicate, $"{reply.Code} {reply.Error}");
                return;
            }
            catch (Interfaces.StateNotStoredException)
            {
                FaultyStorage.Heal(id);
            }
        }
    }

    private static DeviceReport Core(long sequence) => new(sequence, Start.AddSeconds(sequence), Wire(sequence) is var r ? r.Names.Zip(r.Values).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal) : []);

    // Readings come and go, and some stay the same.
    private static ReportMessage Wire(long sequence) => sequence % 3 == 0
        ? Report(sequence, ("a", sequence), ("c", 7))
        : Report(sequence, ("a", sequence), ("b", sequence / 2));
}
