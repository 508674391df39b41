using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Diten.Core.Network;

namespace Diten.Core.Telemetry;

/// <summary>How many twins there are, as one part of the network (a shard of the index, a simulated network) has counted them; the parts in this process are summed when metrics are exported.</summary>
public sealed class TwinGauge
{
    private static readonly ConcurrentDictionary<TwinGauge, bool> s_active = new();
    private static readonly Liveness[] s_liveness = Enum.GetValues<Liveness>();
    private static readonly Instrument s_twins = DitenTelemetry.Meter.CreateObservableGauge("diten.twins", ReadTwins, "{twin}", "Twins by liveness.");
    private static readonly Instrument s_drifting = DitenTelemetry.Meter.CreateObservableGauge("diten.twins.drifting", ReadDrifting, "{twin}", "Twins that drift.");
    private volatile Counts? _counts;

    /// <summary>Whether somebody listens, so that counting is worth while.</summary>
    public static bool IsEnabled => s_twins.Enabled || s_drifting.Enabled;

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

    private static IEnumerable<Measurement<long>> ReadTwins()
    {
        var counts = s_active.Keys.Select(gauge => gauge._counts).OfType<Counts>().ToArray();
        if (counts.Length == 0) yield break;
        foreach (var liveness in s_liveness)
            yield return new Measurement<long>(counts.Sum(c => c.ByLiveness[(int)liveness]), DitenTelemetry.Label("liveness", NameOf(liveness)));
    }

    private static IEnumerable<Measurement<long>> ReadDrifting()
    {
        var counts = s_active.Keys.Select(gauge => gauge._counts).OfType<Counts>().ToArray();
        return counts.Length == 0 ? [] : [new Measurement<long>(counts.Sum(c => c.Drifting))];
    }

    private static string NameOf(Liveness liveness) => liveness switch
    {
        Liveness.Online => "online",
        Liveness.Stale => "stale",
        Liveness.Offline => "offline",
        _ => "unknown",
    };

    private sealed record Counts(long[] ByLiveness, long Drifting);
}
