using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Diten.Core.Stations;

namespace Diten.Core.Telemetry;

/// <summary>What is read of a station when metrics are exported.</summary>
/// <param name="Station">Station id.</param>
/// <param name="ModelVersion">Version of the global model.</param>
/// <param name="Members">Registered devices.</param>
/// <param name="Accuracy">Test accuracy of the newest model that was judged, 0..1; null if none was.</param>
/// <param name="Loss">Its test loss; null if none was.</param>
/// <param name="Refused">Refusals by reason since the station was made; not changed any more.</param>
/// <param name="Away">Registered devices whose offers are not waited for until they are heard again.</param>
public sealed record StationReading(string Station, int ModelVersion, int Members, double? Accuracy, double? Loss, IReadOnlyList<KeyValuePair<string, long>> Refused, int Away = 0);

/// <summary>A station's values that are read when metrics are exported, for as long as it is active in this process and not longer.</summary>
public sealed class StationGauge
{
    private static readonly ConcurrentDictionary<StationGauge, bool> s_active = new();

    // What never happened is told as 0: the first of a kind is then a step that a query sees.
    private static readonly KeyValuePair<string, long>[] s_none = [.. RefusalCounts.Names.Select(reason => KeyValuePair.Create(reason, 0L))];
    private volatile StationReading? _reading;

    // Made with the first station of the process: the meter holds them from then on.
    static StationGauge()
    {
        DitenTelemetry.Meter.CreateObservableGauge("diten.accuracy", () => Read(r => r.Accuracy), "1", "Test accuracy of the newest model that was judged.");
        DitenTelemetry.Meter.CreateObservableGauge("diten.loss", () => Read(r => r.Loss), null, "Test loss of the newest model that was judged.");
        DitenTelemetry.Meter.CreateObservableGauge("diten.model.version", () => Read<int>(r => r.ModelVersion), "{version}", "Version of the global model.");
        DitenTelemetry.Meter.CreateObservableGauge("diten.station.members", () => Read<int>(r => r.Members), "{device}", "Registered devices.");
        DitenTelemetry.Meter.CreateObservableGauge("diten.station.away", () => Read<int>(r => r.Away), "{device}", "Registered devices whose offers are not waited for.");
        DitenTelemetry.Meter.CreateObservableCounter("diten.refusals", ReadRefusals, "{refusal}", "Refused offers and updates.");
    }

    /// <summary>Shows new values.</summary>
    public void Show(StationReading reading)
    {
        _reading = reading;
        s_active[this] = true;
    }

    /// <summary>Takes the station out.</summary>
    public void Remove() => s_active.TryRemove(this, out _);

    private static IEnumerable<Measurement<T>> Read<T>(Func<StationReading, T?> value)
        where T : struct =>
        from gauge in s_active.Keys
        let reading = gauge._reading
        where reading is not null
        let read = value(reading)
        where read is not null
        select new Measurement<T>(read.Value, DitenTelemetry.Station(reading.Station));

    private static IEnumerable<Measurement<long>> ReadRefusals() =>
        from gauge in s_active.Keys
        let reading = gauge._reading
        where reading is not null
        from refused in reading.Refused.UnionBy(s_none, refused => refused.Key, StringComparer.Ordinal)
        select new Measurement<long>(refused.Value, DitenTelemetry.Station(reading.Station), DitenTelemetry.Label("reason", refused.Key));
}
