using Diten.Core.Stations;
using Diten.Grains.Hosting;
using Diten.Grains.Mapping;
using Diten.Interfaces.Models;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    /// <summary>Ends the round: the arithmetic on the thread pool, then the new model stored, then the state, then the announcement.</summary>
    private async Task AggregateAsync(StationBook book)
    {
        var state = book.State;
        var work = BaseStation.BeginAggregation(state);
        var (result, bytes, hash) = await Task.Run(() => Run(work));
        if (!Holds(book)) return;
        if (bytes is not null && _durability.Mode == DurabilityMode.Batched)
        {
            // Those who are told of it can pull it at once; it is put durably with the next write.
            await _models.HoldAsync(bytes, $"{Id}/m/{state.ModelVersion + 1}", hash);
            if (!Holds(book)) return;
        }

        var outcome = BaseStation.CompleteAggregation(state, work, result);
        if (bytes is not null) book.AddVersion(new ModelReferenceMessage { Version = outcome.ModelVersion, Hash = hash!, Bytes = bytes.LongLength }, bytes);
        var round = StationRoundMapping.ToMessage(book, outcome, _time.GetUtcNow());
        foreach (var update in outcome.Updates) book.Pages.Touch(update.Device);
        book.ReleaseUpdates();
        book.Rounds.Add(round);
        book.FinishedRound = round.Round;
        book.NetworkSeconds = round.StartSeconds + round.DurationSeconds;
        if (outcome.Aggregation is not null) book.AggregatedSamples = round.Samples;
        await StoredAsync(book);
        if (!Holds(book)) return;
        LogRound(Id, round.Round, round.Participants, round.Missing.Length, round.ModelVersion, round.RealSeconds);
        Announce();
        Tell();
    }

    private static (AggregationWorkResult Result, byte[]? Bytes, string? Hash) Run(AggregationWork work)
    {
        var result = work.Run();
        if (result.Aggregation is null) return (result, null, null);
        var bytes = ParameterBytes.Of(result.Model);
        return (result, bytes, ParameterBytes.HashOf(bytes));
    }
}
