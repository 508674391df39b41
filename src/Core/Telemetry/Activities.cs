using System.Diagnostics;

namespace Diten.Core.Telemetry;

/// <summary>
/// The activities of rounds and devices. A round is a trace: it begins with the round, and whatever stations, twins and devices
/// do for it is in it. All are null while nobody listens, or while the sampler leaves the round out.
/// </summary>
public static class Activities
{
    /// <summary>A round, from its opening to the announcement of what came of it; the root of its trace.</summary>
    public const string Round = "diten.round";

    /// <summary>Devices train for a round.</summary>
    public const string Train = "diten.round.train";

    /// <summary>The subcarriers are handed out.</summary>
    public const string Allocate = "diten.round.allocate";

    /// <summary>The updates become the next model.</summary>
    public const string Aggregate = "diten.round.aggregate";

    /// <summary>Devices (or their twins, or base stations) are told of the round and its model.</summary>
    public const string Broadcast = "diten.round.broadcast";

    /// <summary>Devices ask what they may do in a round.</summary>
    public const string Grant = "diten.round.grant";

    /// <summary>Devices fetch a new model, and one of them judges it.</summary>
    public const string Fetch = "diten.round.fetch";

    /// <summary>A base station sends its aggregate to the macro base station.</summary>
    public const string Uplink = "diten.round.uplink";

    /// <summary>A device registers.</summary>
    public const string Register = "diten.device.register";

    /// <summary>A device goes over to another station.</summary>
    public const string HandOver = "diten.device.handover";

    /// <summary>A device reports to its twin.</summary>
    public const string Report = "diten.device.report";

    /// <summary>A device offers its update.</summary>
    public const string Offer = "diten.device.offer";

    /// <summary>A device sends its model.</summary>
    public const string Upload = "diten.device.upload";

    /// <summary>Begins the trace of a round. What is current stays current.</summary>
    /// <param name="station">Station id.</param>
    /// <param name="round">t.</param>
    public static Activity? BeginRound(string station, int round)
    {
        if (!DitenTelemetry.Source.HasListeners()) return null;
        var current = Activity.Current;
        // Whatever has led to it, for example the registration of the last device that was waited for, is not its parent.
        Activity.Current = null;
        try
        {
            return Describe(DitenTelemetry.Source.StartActivity(Round), station, round);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Begins a part of a round.</summary>
    /// <param name="name">One of the names here.</param>
    /// <param name="station">Station id.</param>
    /// <param name="round">t.</param>
    /// <param name="parent">The round; default for what is current.</param>
    public static Activity? Begin(string name, string station, int round, ActivityContext parent = default) =>
        Describe(DitenTelemetry.Source.StartActivity(name, ActivityKind.Internal, parent), station, round);

    /// <summary>Begins what a device does.</summary>
    /// <param name="name">One of the names here.</param>
    /// <param name="device">Device id.</param>
    /// <param name="traceParent">The round for which it does it, as W3C's <c>traceparent</c>; null for none.</param>
    public static Activity? BeginDevice(string name, string device, string? traceParent)
    {
        if (!DitenTelemetry.Source.HasListeners()) return null;
        var activity = DitenTelemetry.Source.StartActivity(name, ActivityKind.Client, RoundOf(traceParent));
        if (activity is { IsAllDataRequested: true }) activity.SetTag("diten.device", device);
        return activity;
    }

    /// <summary>The round that a station has announced; default for none.</summary>
    /// <param name="traceParent">W3C's <c>traceparent</c>.</param>
    public static ActivityContext RoundOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : default;

    private static Activity? Describe(Activity? activity, string station, int round) =>
        activity is { IsAllDataRequested: true } ? activity.SetTag("diten.station", station).SetTag("diten.round", round) : activity;
}
