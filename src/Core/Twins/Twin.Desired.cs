using Diten.Core.Network;

namespace Diten.Core.Twins;

public static partial class Twin
{
    /// <summary>
    /// Sets desired readings; null withdraws one. Desiring again what is desired already changes nothing. What the device
    /// reports already is confirmed at once; for the rest call <see cref="Reconcile"/>.
    /// </summary>
    public static (TwinState Next, WriteResult Result) SetDesired(
        TwinState state, IReadOnlyDictionary<string, double?> desired, DateTimeOffset now, long? ifRevision, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(desired);
        ArgumentNullException.ThrowIfNull(options);
        if (ReportRules.Check(state, desired, options) is { } bad)
            return (state, new WriteResult(WriteStatus.Invalid, state.Revision, state.LastSequence, bad.Field, bad.Error));
        if (ifRevision is { } expected && expected != state.Revision)
            return (state, new WriteResult(WriteStatus.Conflict, state.Revision, state.LastSequence, "ifRevision", $"is {expected}, the twin is at {state.Revision}"));

        var kept = new SortedDictionary<string, DesiredReading>(StringComparer.Ordinal);
        foreach (var old in state.Desired) kept[old.Name] = old;
        var (commands, changes) = (state.Commands, new List<KeyValuePair<string, double>>());
        var changed = false;
        foreach (var (name, value) in desired.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            if (value is not { } wanted)
            {
                changed |= kept.Remove(name);
                continue;
            }

            if (kept.TryGetValue(name, out var same) && same.Value.Equals(wanted) && !same.HasExpired(now)) continue;
            kept[name] = Want(name, wanted, ++commands, state.State, now, options);
            changes.Add(KeyValuePair.Create(name, wanted));
            changed = true;
        }

        if (!changed) return (state, new WriteResult(WriteStatus.Accepted, state.Revision, state.LastSequence));
        var next = Record(state with { Desired = [.. kept.Values], Commands = commands }, now, "desired", Readings.From(changes), changes.Count == 0 ? "withdrawn" : "desired state set", options);
        return (next, new WriteResult(WriteStatus.Accepted, next.Revision, next.LastSequence));
    }

    /// <summary>What is desired at a time; nothing runs per twin, so what was not confirmed in time is left out by whoever looks.</summary>
    public static IReadOnlyList<DesiredReading> DesiredAt(TwinState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var desired in state.Desired)
        {
            if (desired.HasExpired(now)) return [.. state.Desired.Where(one => !one.HasExpired(now))];
        }

        return state.Desired;
    }

    /// <summary>
    /// Makes commands of what is desired and not reported: at first at once, then repeated with doubled waiting until
    /// confirmed, or given up when it expires.
    /// </summary>
    public static (TwinState Next, ReconcileOutcome Outcome) Reconcile(TwinState state, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        if (!state.Desired.Any(d => d.Status == DesiredStatus.Pending && (d.NextAttempt <= now || d.ExpiresAt <= now)))
            return (state, new ReconcileOutcome([], [], NextAttempt(state.Desired)));

        var (kept, commands, expired) = (new List<DesiredReading>(state.Desired.Count), new List<DeviceCommand>(), new List<string>());
        foreach (var d in state.Desired)
        {
            if (d.HasExpired(now))
            {
                expired.Add(d.Name);
                continue;
            }

            if (d.Status == DesiredStatus.Confirmed || d.NextAttempt > now)
            {
                kept.Add(d);
                continue;
            }

            var attempt = d.Attempts + 1;
            var wait = Math.Min(options.CommandRetry.TotalSeconds * Math.Pow(2, attempt - 1), options.CommandRetryLimit.TotalSeconds);
            kept.Add(d with { Attempts = attempt, NextAttempt = now + TimeSpan.FromSeconds(wait) });
            commands.Add(new DeviceCommand(state.Id, d.Command, d.Name, d.Value, attempt, d.ExpiresAt));
        }

        var next = state with { Desired = kept };
        if (expired.Count > 0) next = Record(next, now, "command", Readings.Empty, $"given up: {string.Join(", ", expired)}", options);
        if (commands.Count > 0) next = Record(next, now, "command", Readings.From(commands.Select(c => KeyValuePair.Create(c.Reading, c.Value))), "sent to the device", options);
        return (next, new ReconcileOutcome(commands, expired, NextAttempt(kept)));
    }

    /// <summary>
    /// Confirms what the device now reports; what it has left again is pending anew, under a new command. What has expired is not
    /// confirmed any more: it is left for <see cref="Reconcile"/> to give up.
    /// </summary>
    private static (IReadOnlyList<DesiredReading> Desired, long Commands, IReadOnlyList<string> Confirmed) Confirm(
        TwinState state, Readings readings, DateTimeOffset now, TwinOptions options)
    {
        if (state.Desired.Count == 0) return (state.Desired, state.Commands, []);
        var (kept, commands, confirmed) = (new DesiredReading[state.Desired.Count], state.Commands, new List<string>());
        for (var i = 0; i < kept.Length; i++)
        {
            var d = kept[i] = state.Desired[i];
            if (d.HasExpired(now)) continue;
            var met = IsMet(d.Name, d.Value, readings, options);
            if (met == (d.Status == DesiredStatus.Confirmed)) continue;
            kept[i] = met ? d with { Status = DesiredStatus.Confirmed } : Want(d.Name, d.Value, ++commands, readings, now, options);
            if (met) confirmed.Add(d.Name);
        }

        return (kept, commands, confirmed);
    }

    private static DesiredReading Want(string name, double value, long command, Readings readings, DateTimeOffset now, TwinOptions options) =>
        new(name, value, IsMet(name, value, readings, options) ? DesiredStatus.Confirmed : DesiredStatus.Pending, command, 0, now, now + options.CommandLifetime);

    private static bool IsMet(string name, double value, Readings readings, TwinOptions options) =>
        readings.TryGetValue(name, out var reported) && Math.Abs(reported - value) <= options.DesiredTolerance * Math.Max(Math.Abs(reported), Math.Abs(value));

    private static DateTimeOffset? NextAttempt(IEnumerable<DesiredReading> desired)
    {
        DateTimeOffset? first = null;
        foreach (var d in desired)
        {
            if (d.Status != DesiredStatus.Pending) continue;
            var due = d.NextAttempt < d.ExpiresAt ? d.NextAttempt : d.ExpiresAt;
            if (first is null || due < first) first = due;
        }

        return first;
    }
}
