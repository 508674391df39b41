using System.Collections.Concurrent;
using System.Diagnostics;
using Diten.Core.Telemetry;

namespace Diten.Cluster.Tests.Observability;

/// <summary>Listens in this process for a station's rounds.</summary>
internal sealed class EndedRounds : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly string _station;

    public EndedRounds(string station)
    {
        _station = station;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DitenTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The activities of a round that have ended.</summary>
    public IReadOnlyList<Activity> Of(int round) =>
        [.. _ended.Where(activity => activity.OperationName is Activities.Round && (string?)activity.GetTagItem("diten.station") == _station && (int)activity.GetTagItem("diten.round")! == round)];

    public void Dispose() => _listener.Dispose();
}
