using System.Diagnostics.Metrics;
using Diten.Core.Network;
using Diten.Core.Telemetry;

namespace Diten.Simulation.Tests.Observability;

/// <summary>What shards of an index tell of their twins.</summary>
[Collection(ListeningCollection.Name)]
public sealed class TwinGaugeTests
{
    private static readonly DateTimeOffset s_since = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    /// <summary>Who says that it owns a shard tells in the same breath what is in it: else the twins of the shard would be nowhere until the next time.</summary>
    [Fact]
    public void A_shard_that_comes_while_metrics_are_read_is_claimed_when_its_twins_are_told()
    {
        var (first, second) = (new TwinGauge("first", s_since), new TwinGauge("second", s_since.AddSeconds(1)));
        var read = new List<(string Name, string Shard, double Value)>();
        using var listener = new MeterListener { InstrumentPublished = static (instrument, listener) => { if (instrument.Name.StartsWith("diten.twins", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument); } };
        void Read(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
        {
            var shard = (string)labels[0].Value!;
            if (shard is not ("first" or "second")) return;
            read.Add((instrument.Name, shard, value));
            if (instrument.Name == "diten.twins") second.Show([(Liveness.Online, true)]);
        }
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Read(instrument, value, labels));
        listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Read(instrument, value, labels));
        listener.Start();

        first.Show([(Liveness.Online, false), (Liveness.Offline, true)]);
        listener.RecordObservableInstruments();
        Assert.Contains(("diten.twins.since", "first", 1_700_000_000), read);
        Assert.DoesNotContain(read, value => value is { Name: "diten.twins.since", Shard: "second" } && !read.Exists(twins => twins is { Name: "diten.twins", Shard: "second" }));
        read.Clear();
        listener.RecordObservableInstruments();
        Assert.Contains(("diten.twins.since", "second", 1_700_000_001), read);
        Assert.Equal([(1, 1.0), (3, 0.0)], read.Where(value => value is { Name: "diten.twins", Shard: "second" }).GroupBy(value => value.Value).Select(group => (group.Count(), group.Key)).OrderBy(group => group));
        Assert.Contains(("diten.twins.drifting", "second", 1), read);

        first.Remove();
        second.Remove();
        read.Clear();
        listener.RecordObservableInstruments();
        Assert.Empty(read);
    }
}
