using Diten.Core.Network;

namespace Diten.Core.Twins;

public static partial class Twin
{
    /// <summary>
    /// Reading: remaining useful life in cycles, as the device predicts it with its model from its own readings, which need not
    /// leave it. The twin keeps it as its prediction (M).
    /// </summary>
    public const string RemainingLifeReading = "remainingLifeCycles";

    /// <summary>
    /// Takes a device report. Checked in this order: bad input is <see cref="WriteStatus.Invalid"/> naming field and range; a
    /// duplicate or an old sequence number is answered with the current one and changes nothing, also when its If-Match is of
    /// then; a wrong If-Match is <see cref="WriteStatus.Conflict"/>. Readings that the report does not name stay.
    /// </summary>
    /// <param name="state">The twin.</param>
    /// <param name="report">The report.</param>
    /// <param name="now">Time on the twin's own clock.</param>
    /// <param name="ifRevision">If-Match; null for none.</param>
    /// <param name="options">Bounds.</param>
    public static (TwinState Next, ReportOutcome Outcome) Report(TwinState state, DeviceReport report, DateTimeOffset now, long? ifRevision, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(report);
        if (report.State is null) return (state, Refused(state, WriteStatus.Invalid, "state", "is missing"));
        var (names, values, at) = (new string[report.State.Count], new double[report.State.Count], 0);
        foreach (var (name, value) in report.State) (names[at], values[at++]) = (name, value);
        return Report(state, new ReportColumns(report.Sequence, report.At, names, values), now, ifRevision, options);
    }

    /// <summary>The same for a report as columns, of which nothing is copied but what is kept.</summary>
    /// <inheritdoc cref="Report(TwinState, DeviceReport, DateTimeOffset, long?, TwinOptions)"/>
    public static (TwinState Next, ReportOutcome Outcome) Report(TwinState state, in ReportColumns report, DateTimeOffset now, long? ifRevision, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        if (ReportRules.Check(state, report, now, options) is { } bad) return (state, Refused(state, WriteStatus.Invalid, bad.Field, bad.Error));
        if (report.Sequence <= state.LastSequence) return (state, Refused(state, WriteStatus.Duplicate));
        if (ifRevision is { } expected && expected != state.Revision)
            return (state, Refused(state, WriteStatus.Conflict, "ifRevision", $"is {expected}, the twin is at {state.Revision}"));

        var (readings, changed) = state.State.Merge(report.Names, report.Values);
        var history = state.History;
        if (options.RawPoints > 0 && report.Names.Length > 0)
        {
            history ??= new TwinHistories();
            history.Append(report, readings, options);
        }

        var (desired, commands, confirmed) = Confirm(state, readings, now, options);
        var note = changed.Count == 0 ? "nothing changed" : "reported";
        var life = report.Names.IndexOf(RemainingLifeReading);
        // One copy of the state, not one for the report and one for its interaction.
        var next = state with
        {
            Revision = state.Revision + 1,
            State = readings,
            Model = life >= 0 ? state.Model with { RemainingUsefulLifeCycles = Math.Max(0, report.Values[life]) } : state.Model,
            At = report.At,
            HeardAt = now,
            LastWill = false,
            Liveness = Liveness.Online,
            LastSequence = report.Sequence,
            History = history,
            Desired = desired,
            Commands = commands,
            Interactions = state.Interactions + 1,
            Deltas = With(state.Deltas, new TwinDelta(state.Interactions + 1, report.At, "report", changed, note), options),
        };
        return (next, new ReportOutcome(
            new WriteResult(WriteStatus.Accepted, next.Revision, next.LastSequence),
            changed,
            confirmed,
            changed.Count == 0 ? [] : Notify(next, "report", report.At, changed, note)));
    }

    private static ReportOutcome Refused(TwinState state, WriteStatus status, string? field = null, string? error = null) =>
        new(new WriteResult(status, state.Revision, state.LastSequence, field, error), Readings.Empty, [], []);
}
