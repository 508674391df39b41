using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Diten.Core.Network;

namespace Diten.Core.Telemetry;

/// <summary>
/// How many twins there are, as a shard of the network's index has counted them; read when metrics are exported. A silo that is
/// killed takes nothing back, and what it told last stays beside what its successor tells: of each shard the process that has had it
/// since last is right.
/// </summary>
/// <param name="shard">The shard: one of a small number, the same in every process.</param>
/// <param name="since">Since when this process has it.</param>
public sealed class TwinGauge(string shard, DateTimeOffset since)
{
    private static readonly ConcurrentDictionary<TwinGauge, bool> s_active = new();
    private static readonly Liveness[] s_liveness = Enum.GetValues<Liveness>();
    private static readonly Instrument s_twins = DitenTelemetry.Meter.CreateObservableGauge("diten.twins", ReadTwins, "{twin}", "Twins by liveness.");
    private static readonly Instrument s_drifting = DitenTelemetry.Meter.CreateObservableGauge("diten.twins.drifting", ReadDrifting, "{twin}", "Twins that drift.");
    private static readonly Instrument s_since = DitenTelemetry.Meter.CreateObservableGauge("diten.twins.since", ReadSince, "s", "Unix time since when this process counts the twins of the shard.");
    private readonly string _shard = shard;
    private readonly double _since = (since - DateTimeOffset.UnixEpoch).TotalSeconds;
    private volatile Counts? _counts;
    private volatile bool _hasTwins;
    private volatile bool _hasDrifting;

    /// <summary>Whether somebody listens, so that counting is worth while.</summary>
    public static bool IsEnabled => s_twins.Enabled || s_drifting.Enabled || s_since.Enabled;

    /// <summary>Shows new counts.</summary>
    /// <param name="twins">Liveness and drift of each twin.</param>
    public void Show(IEnumerable<(Liveness Liveness, bool Drifting)> twins)
    {
        ArgumentNullException.ThrowIfNull(twins);
        var (byLiveness, drifting) = (new long[s_liveness.Length], 0L);
        foreach (var (liveness, drifts) in twins)
        {
            byLiveness[(int)liveness]++;
            if (drifts) drifting++;
        }

        _counts = new Counts(byLiveness, drifting);
        s_active[this] = true;
    }

    /// <summary>Takes the part out.</summary>
    public void Remove() => s_active.TryRemove(this, out _);

    private static IEnumerable<Measurement<long>> ReadTwins() =>
        from part in Shards(static gauge => gauge._hasTwins = gauge._counts is not null)
        from liveness in s_liveness
        select new Measurement<long>(part.Sum(gauge => gauge._counts!.ByLiveness[(int)liveness]), Label(part), DitenTelemetry.Label("liveness", NameOf(liveness)));

    private static IEnumerable<Measurement<long>> ReadDrifting() =>
        Shards(static gauge => gauge._hasDrifting = gauge._counts is not null).Select(part => new Measurement<long>(part.Sum(gauge => gauge._counts!.Drifting), Label(part)));

    // A shard is claimed once its counts were read: one that came between two readings would have an owner that tells nothing of it yet.
    private static IEnumerable<Measurement<double>> ReadSince() =>
        Shards(static gauge => gauge._hasTwins && gauge._hasDrifting).Select(part => new Measurement<double>(part.Max(gauge => gauge._since), Label(part)));

    /// <summary>What is counted here. Where several networks are in one process, as in tests, they are one.</summary>
    private static IEnumerable<IGrouping<string, TwinGauge>> Shards(Func<TwinGauge, bool> tells) => s_active.Keys.Where(tells).GroupBy(gauge => gauge._shard, StringComparer.Ordinal);

    private static KeyValuePair<string, object?> Label(IGrouping<string, TwinGauge> part) => DitenTelemetry.Label("shard", part.Key);

    private static string NameOf(Liveness liveness) => liveness switch
    {
        Liveness.Online => "online",
        Liveness.Stale => "stale",
        Liveness.Offline => "offline",
        _ => "unknown",
    };

    private sealed record Counts(long[] ByLiveness, long Drifting);
}
