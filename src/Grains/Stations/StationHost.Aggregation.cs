using Diten.Core.Stations;
using Diten.Core.Telemetry;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

internal abstract partial class StationHost
{
    /// <summary>Ends the round: the arithmetic on the thread pool, then the new model stored, then the state, then the announcement.</summary>
    /// <returns>The outcome, stored (in the mode Acknowledged) and announced; null if the book is not in force any more.</returns>
    protected async Task<RoundOutcome?> AggregateAsync(StationBook book, Func<RoundOutcome, DateTimeOffset, RoundMessage> describe)
    {
        var state = book.State;
        using var activity = Telemetry.Begin(Activities.Aggregate, state.Round);
        var work = BaseStation.BeginAggregation(state);
        var (result, bytes, hash) = await Task.Run(() => Run(work));
        if (!Holds(book)) return null;
        if (bytes is not null && IsBatched)
        {
            // Those who are told of it can pull it at once; it is put durably with the next write.
            await Models.HoldAsync(bytes, book.OwnerOf(state.ModelVersion + 1), hash);
            if (!Holds(book)) return null;
        }

        var outcome = BaseStation.CompleteAggregation(state, work, result);
        if (bytes is not null) book.AddVersion(new ModelReferenceMessage { Version = outcome.ModelVersion, Hash = hash!, Bytes = bytes.LongLength }, bytes);
        var round = describe(outcome, Time.GetUtcNow());
        book.Finish(round, outcome);
        await StoredAsync(book);
        if (!Holds(book)) return null;
        activity?.Stop();
        Telemetry.Finish(round, outcome);
        Announce();
        Tell();
        return outcome;
    }

    /// <summary>Content of the model store; null if it is not there, or not what its hash says.</summary>
    protected async Task<byte[]?> FetchAsync(string hash, long bytes)
    {
        try
        {
            return await Models.GetAsync(hash, bytes);
        }
        catch (InvalidDataException damage)
        {
            LogDamaged(damage, Id, hash);
            return null;
        }
    }

    private static (AggregationWorkResult Result, byte[]? Bytes, string? Hash) Run(AggregationWork work)
    {
        var result = work.Run();
        if (result.Aggregation is null) return (result, null, null);
        var bytes = ParameterBytes.Of(result.Model);
        return (result, bytes, ParameterBytes.HashOf(bytes));
    }
}
