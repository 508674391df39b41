using Diten.Core.Network;

namespace Diten.Core.Twins;

public static partial class Twin
{
    /// <summary>Whether the device is heard: within its period online, then stale, after several periods or its last will offline.</summary>
    public static Liveness LivenessAt(TwinState state, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        return LivenessAt(state.HeardAt, state.LastWill, now, options);
    }

    /// <summary>The same rule from what an index holds of a twin.</summary>
    /// <param name="heardAt">When the device was last heard; null for never.</param>
    /// <param name="lastWill">Whether its last will arrived since.</param>
    /// <param name="now">Time.</param>
    /// <param name="options">Periods.</param>
    public static Liveness LivenessAt(DateTimeOffset? heardAt, bool lastWill, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (lastWill) return Liveness.Offline;
        if (heardAt is not { } heard) return Liveness.Unknown;
        var silence = now - heard;
        if (silence <= options.ReportPeriod) return Liveness.Online;
        return silence <= options.ReportPeriod * options.OfflinePeriods ? Liveness.Stale : Liveness.Offline;
    }

    /// <summary>Looks whether liveness changed since it was last told; if so that is a new revision, and linked twins are told.</summary>
    public static (TwinState Next, LivenessOutcome Outcome) NoticeLiveness(TwinState state, DateTimeOffset now, TwinOptions options)
    {
        var current = LivenessAt(state, now, options);
        if (current == state.Liveness) return (state, new LivenessOutcome(current, current, []));
        var next = state with { Liveness = current, Revision = state.Revision + 1 };
        return (next, new LivenessOutcome(state.Liveness, current, Notify(next, "link", now, Readings.Empty, NameOf(current))));
    }

    /// <summary>The device's last will: offline at once, until it is heard again.</summary>
    public static (TwinState Next, LivenessOutcome Outcome) TakeLastWill(TwinState state, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        return NoticeLiveness(state.LastWill ? state : state with { LastWill = true }, now, options);
    }

    private static string NameOf(Liveness liveness) => liveness switch
    {
        Liveness.Online => "online",
        Liveness.Stale => "stale",
        Liveness.Offline => "offline",
        _ => "unknown",
    };
}
