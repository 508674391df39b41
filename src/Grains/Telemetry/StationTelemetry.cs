using System.Diagnostics;
using Diten.Core.Stations;
using Diten.Core.Telemetry;
using Diten.Grains.Stations;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Telemetry;

/// <summary>What a station, while it is active, tells those who watch from outside: the trace of its round, and what is measured. Called on its scheduler.</summary>
/// <param name="station">Station id.</param>
/// <param name="isMacro">Whether it is the macro base station.</param>
internal sealed class StationTelemetry(string station, bool isMacro)
{
    /// <summary>Rounds that may still be told of, or sent up, when later ones run.</summary>
    private const int Remembered = 64;

    private readonly Queue<(int Round, ActivityContext Context)> _rounds = new();
    private readonly StationGauge _gauge = new();
    private StationReading? _reading;
    private double? _accuracy;
    private double? _loss;
    private Activity? _open;
    private int _round;
    private bool _isClosed;

    /// <summary>The newest round for those who do something for it; null if it is not traced.</summary>
    public string? TraceParent { get; private set; }

    /// <summary>A round begins, or the station goes on with one after it was loaded.</summary>
    public void Begin(int round, bool isResumed = false)
    {
        if (_open is not null && _round == round) return;
        _open?.Dispose();
        _round = round;
        _open = Activities.BeginRound(station, round);
        TraceParent = _open?.Id;
        if (_open is null) return;
        if (isResumed) _open.SetTag("diten.resumed", true);
        _rounds.Enqueue((round, _open.Context));
        if (_rounds.Count > Remembered) _rounds.Dequeue();
    }

    /// <summary>The station was loaded; it may be in the middle of a round.</summary>
    public void Resume(StationBook book)
    {
        var page = book.Rounds.Held(RoundLog.PageOf(Math.Max(1, book.FinishedRound))) ?? [];
        var judged = page.LastOrDefault(round => round.Accuracy is not null || round.Loss is not null);
        (_accuracy, _loss) = (judged?.Accuracy, judged?.Loss);
        if (book.State.Phase is StationPhase.CollectingOffers or StationPhase.Uploading or StationPhase.Aggregating) Begin(book.State.Round, isResumed: true);
    }

    /// <summary>From here on the caller works for the open round, or for none.</summary>
    public void Enter() => Activity.Current = _open;

    /// <summary>The open round has to do with the request that runs.</summary>
    public void Link()
    {
        if (_open is { } open && Activity.Current is { } current && current != open) open.AddLink(new ActivityLink(current.Context));
    }

    /// <summary>Begins a part of a round.</summary>
    public Activity? Begin(string name, int round)
    {
        var context = default(ActivityContext);
        foreach (var known in _rounds)
        {
            if (known.Round == round) context = known.Context;
        }

        return Activities.Begin(name, station, round, context);
    }

    /// <summary>The subcarriers were handed out.</summary>
    public void Allocated(Activity? activity, string allocator, StoredPlan plan)
    {
        RoundMetrics.RecordAllocation(station, plan.DecisionSeconds, plan.MakespanSeconds, plan.LowerBoundSeconds);
        activity?.SetTag("diten.allocator", allocator).SetTag("diten.participants", plan.Chosen.Length)
            .SetTag("diten.makespan", plan.MakespanSeconds).SetTag("diten.bound", plan.LowerBoundSeconds);
    }

    /// <summary>A round is over, and stored.</summary>
    public void Finish(RoundMessage round, RoundOutcome outcome)
    {
        RoundMetrics.Record(new RoundFigures(
            station, isMacro, round.DurationSeconds, round.RealSeconds, round.Participants, outcome.Missing.Count, round.MakespanSeconds, round.Psi, round.EnergyJoules, round.ModelBits, round.StateBits));
        if (!isMacro && RoundMetrics.WantsUpdates)
        {
            foreach (var update in outcome.Updates) RoundMetrics.RecordUpdate(station, update.UpdateWeight, update.Staleness);
        }

        if (_round != round.Round) return;
        _open?.SetTag("diten.participants", round.Participants).SetTag("diten.missing", outcome.Missing.Count).SetTag("diten.model.version", round.ModelVersion);
        _open?.Dispose();
        _open = null;
    }

    /// <summary>The station has announced where it stands.</summary>
    public void Show(StationStatusMessage status)
    {
        var refused = status.RefusedReasons.Zip(status.RefusedCounts, KeyValuePair.Create).ToArray();
        Show(new StationReading(station, status.Model?.Version ?? 0, status.Members, _accuracy, _loss, refused, status.Away));
    }

    /// <summary>A model was judged; what is not finite was not told.</summary>
    public void Judge(double accuracy, double loss)
    {
        (_accuracy, _loss) = (double.IsFinite(accuracy) ? accuracy : null, double.IsFinite(loss) ? loss : null);
        if (_reading is { } reading) Show(reading with { Accuracy = _accuracy, Loss = _loss });
    }

    /// <summary>The station is not active here any more.</summary>
    public void Close()
    {
        _isClosed = true;
        _gauge.Remove();
        _open?.Dispose();
        _open = null;
    }

    private void Show(StationReading reading)
    {
        if (_reading is null) RoundMetrics.Begin(station);
        _reading = reading;
        if (!_isClosed) _gauge.Show(reading);
    }
}
