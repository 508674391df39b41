using Diten.Core.Network;

namespace Diten.Core.Twins;

/// <summary>
/// Transitions of a device's twin Γ (Eq. (1)): state in, next state and outcome out. Where nothing changes, the very same
/// state comes back. Time is a parameter. An expected refusal is an outcome, not an exception.
/// </summary>
public static partial class Twin
{
    /// <summary>Makes a twin.</summary>
    /// <param name="id">Device id.</param>
    /// <param name="station">Serving station.</param>
    /// <param name="samples">D_i, samples, 0 or more.</param>
    /// <param name="now">Time.</param>
    /// <param name="classCounts">Samples per class if the device tells them.</param>
    public static TwinState Create(string id, string station, int samples, DateTimeOffset now, IReadOnlyList<int>? classCounts = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(station);
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        return new TwinState { Id = id, Station = station, Samples = samples, ClassCounts = classCounts ?? [], At = now };
    }

    /// <summary>What the device says of its own data when it registers again; the same again changes nothing.</summary>
    /// <param name="state">The twin.</param>
    /// <param name="samples">D_i, samples, 0 or more.</param>
    /// <param name="classCounts">Samples per class; empty if the device does not tell them.</param>
    public static TwinState Describe(TwinState state, int samples, IReadOnlyList<int> classCounts)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(classCounts);
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        if (state.Samples == samples && state.ClassCounts.SequenceEqual(classCounts)) return state;
        return state with { Revision = state.Revision + 1, Samples = samples, ClassCounts = classCounts };
    }

    /// <summary>All of Γ for API and dashboard; liveness as of <paramref name="now"/>.</summary>
    public static TwinSnapshot ToSnapshot(this TwinState state, DateTimeOffset now, TwinOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new TwinSnapshot(
            state.Id,
            state.Revision,
            state.Station,
            state.Model,
            new TwinData(state.Samples, state.History?.RawPoints ?? 0, state.ClassCounts),
            state.State,
            DesiredAt(state, now) is { Count: > 0 } desired ? Readings.From(desired.Select(d => KeyValuePair.Create(d.Name, d.Value))) : Readings.Empty,
            state.Deltas,
            state.At,
            state.LastSequence,
            LivenessAt(state, now, options ?? TwinOptions.Default),
            state.Drifting,
            state.Links.Count == 0 ? [] : [.. state.Links.Select(l => new TwinLink(l.Id, l.Kind))],
            state.Learning);
    }

    /// <summary>The next revision, with one interaction Δs on top.</summary>
    private static TwinState Record(TwinState next, DateTimeOffset at, string kind, Readings changes, string note, TwinOptions options)
    {
        var delta = new TwinDelta(next.Interactions + 1, at, kind, changes, note);
        return next with { Revision = next.Revision + 1, Interactions = delta.Sequence, Deltas = With(next.Deltas, delta, options) };
    }

    private static TwinDelta[] With(IReadOnlyList<TwinDelta> older, TwinDelta newest, TwinOptions options)
    {
        var kept = Math.Min(older.Count, options.Deltas - 1);
        var deltas = new TwinDelta[kept + 1];
        deltas[0] = newest;
        // The usual case by itself: it is copied as one piece.
        if (older is TwinDelta[] array) Array.Copy(array, 0, deltas, 1, kept);
        else for (var i = 0; i < kept; i++) deltas[i + 1] = older[i];
        return deltas;
    }

    private static TwinNotification[] Notify(TwinState state, string kind, DateTimeOffset at, Readings changes, string note)
    {
        if (state.Links.Count == 0) return [];
        var told = new TwinNotification[state.Links.Count];
        for (var i = 0; i < told.Length; i++) told[i] = new TwinNotification(state.Id, state.Links[i].Id, state.Revision, kind, at, changes, note);
        return told;
    }
}
