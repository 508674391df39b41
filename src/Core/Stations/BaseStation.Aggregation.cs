using Diten.Core.Aggregation;

namespace Diten.Core.Stations;

public static partial class BaseStation
{
    /// <summary>Aggregates and ends the round: <see cref="BeginAggregation"/>, its work, and <see cref="CompleteAggregation"/> in one call.</summary>
    /// <param name="state">A station in the phase Uploading.</param>
    /// <param name="into">Memory for the new model, P values, that nobody reads any more; null for a new array.</param>
    public static RoundOutcome Aggregate(StationState state, float[]? into = null)
    {
        var work = BeginAggregation(state);
        return CompleteAggregation(state, work, work.Run(into));
    }

    /// <summary>
    /// Closes the buffer and captures what the aggregation needs; the captured values do not change, so the work may be
    /// done on another thread. Called again before it is completed, it gives the same work again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The station is not taking uploads.</exception>
    public static AggregationWork BeginAggregation(StationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Phase is not (StationPhase.Uploading or StationPhase.Aggregating)) throw new InvalidOperationException($"round {state.Round} takes no uploads ({state.Phase})");
        state.Phase = StationPhase.Aggregating;
        state.Deadline = null;
        var updates = state.Buffer.ToArray();
        Array.Sort(updates, static (a, b) => string.CompareOrdinal(a.Device, b.Device));
        return new AggregationWork(state.Round, Aggregators.Parse(state.Options.Aggregation), state.Model, updates);
    }

    /// <summary>Takes the aggregate as the new model and ends the round. With an empty buffer the model and its version stay.</summary>
    /// <exception cref="InvalidOperationException">The work is not of the aggregation under way.</exception>
    public static RoundOutcome CompleteAggregation(StationState state, AggregationWork work, AggregationWorkResult result)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(result);
        if (state.Phase != StationPhase.Aggregating || state.Round != work.Round) throw new InvalidOperationException($"round {work.Round} is not being aggregated");
        var missing = new List<string>();
        foreach (var member in state.Members.Values)
        {
            if (member.SelectedRound == state.Round && member.LastRound != state.Round) missing.Add(member.Id);
            member.Awaited = false;
        }

        missing.Sort(StringComparer.Ordinal);
        state.Awaited = 0;
        if (result.Aggregation is not null)
        {
            state.Model = result.Model;
            state.ModelVersion++;
        }

        state.Buffer.Clear();
        state.Phase = StationPhase.Aggregated;
        return new RoundOutcome(state.Round, state.ModelVersion, work.Updates, missing, result.Aggregation, state.RefusedThisRound.ByName());
    }

    /// <summary>Whether a device takes the new global model after a round (adoption rule).</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="tookPart">Whether its update was aggregated.</param>
    public static bool TakesNewModel(AdoptionRule rule, bool tookPart) => tookPart || rule == AdoptionRule.Adopt;
}

/// <summary>One aggregation, captured; immutable.</summary>
/// <param name="Round">t.</param>
/// <param name="Aggregator">Strategy.</param>
/// <param name="Previous">w_g.</param>
/// <param name="Updates">Participants in ordinal order of device ids; may be empty.</param>
public sealed record AggregationWork(int Round, IAggregator Aggregator, float[] Previous, IReadOnlyList<BufferedUpdate> Updates)
{
    /// <summary>Does the arithmetic; pure, on any thread.</summary>
    /// <param name="into">Memory for the new model, P values; null for a new array.</param>
    /// <exception cref="ArgumentException"><paramref name="into"/> is of the wrong length.</exception>
    public AggregationWorkResult Run(float[]? into = null)
    {
        if (Updates.Count == 0) return new AggregationWorkResult(Previous, null);
        var model = into ?? new float[Previous.Length];
        var weighted = new WeightedUpdate[Updates.Count];
        for (var i = 0; i < weighted.Length; i++)
            weighted[i] = new WeightedUpdate(Updates[i].Device, Updates[i].Samples, Updates[i].UpdateWeight, Updates[i].Parameters);
        return new AggregationWorkResult(model, Aggregator.Aggregate(Previous, weighted, model));
    }
}

/// <summary>What the arithmetic gave.</summary>
/// <param name="Model">New w_g; the old one if there was nothing to aggregate.</param>
/// <param name="Aggregation">Weights; null if there was nothing to aggregate.</param>
public sealed record AggregationWorkResult(float[] Model, AggregationResult? Aggregation);
