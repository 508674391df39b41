using Diten.Core.Network;

namespace Diten.Core.Twins;

public static partial class Twin
{
    /// <summary>Whether the device is heard: within its period online, then stale, after several periods or its last will offline.</summary>
    public static Liveness LivenessAt(TwinState state, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        if (state.LastWill) return Liveness.Offline;
        if (state.HeardAt is not { } heard) return Liveness.Unknown;
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
