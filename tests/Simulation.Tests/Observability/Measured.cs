using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Diten.Core.Telemetry;

namespace Diten.Simulation.Tests.Observability;

/// <summary>Sums and counts of all that is measured in this process, by name and labels: <c>diten.rounds outcome=aggregated station=bs-1</c>.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, (double Sum, long Count)> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(string Series, double Value)> _read = [];

    public Measured()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == DitenTelemetry.Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.Start();
    }

    public IEnumerable<string> Names => _series.Keys;

    public double Sum(string series) => _series.GetValueOrDefault(series).Sum;

    public long Count(string series) => _series.GetValueOrDefault(series).Count;

    /// <summary>Reads what is read when metrics are exported.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    /// <summary>Whether a value was read: networks of other tests that were not disposed of are read too.</summary>
    public bool HasRead(string series, double value) => _read.Contains((series, value));

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var series = string.Join(' ', labels.ToArray().Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal).Prepend(instrument.Name));
        if (instrument.IsObservable) _read.Add((series, value));
        _series.AddOrUpdate(series, (value, 1), (_, old) => instrument.IsObservable ? (value, 1) : (old.Sum + value, old.Count + 1));
    }
}

/// <summary>Tests that listen to the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ListeningCollection
{
    public const string Name = "listening";
}
