using Diten.Core.Stations;
using Diten.Grains.Hosting;
using Diten.Grains.Mapping;
using Diten.Interfaces.Allocation;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    private IGrainTimer? _clock;
    private bool _isDriving;
    private bool _again;

    // The round whose grants are stored; before that nobody is told its subcarriers.
    private int _granted;

    private void StartClock()
    {
        _clock = this.RegisterGrainTimer(
            static (station, _) =>
            {
                station.Poke();
                return Task.CompletedTask;
            },
            this,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        if (_durability.Mode != DurabilityMode.Batched) return;
        this.RegisterGrainTimer(
            static (station, _) =>
            {
                // A failure is logged, and the next tick tries again.
                if (station._book is { IsDirty: true } && !station._isWriting) station.CommitAsync().Ignore();
                return Task.CompletedTask;
            },
            this,
            new GrainTimerCreationOptions(_durability.FlushInterval, _durability.FlushInterval) { Interleave = true });
    }

    /// <summary>Something happened: lets the station take what steps it can. One at a time; it runs beside the requests, never in one.</summary>
    private void Poke()
    {
        _again = true;
        if (!_isDriving && !_isLeaving) DriveAsync().Ignore();
    }

    private async Task DriveAsync()
    {
        _isDriving = true;
        try
        {
            while (_again && !_isLeaving)
            {
                _again = false;
                if (await OpenAsync() is { } book && await StepAsync(book)) _again = true;
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogStepFailed(failure, Id);
            Retry();
        }
        finally
        {
            _isDriving = false;
        }
    }

    /// <summary>One step of the state machine. False if there is none to be taken now.</summary>
    private async Task<bool> StepAsync(StationBook book)
    {
        var state = book.State;
        var step = BaseStation.NextStep(state, Now);
        switch (step)
        {
            case StationStep.BeginRound:
                return await BeginRoundAsync(book);
            case StationStep.ExtendOffers:
                BaseStation.ExtendOffers(state, Now);
                Announce();
                return true;
            case StationStep.CloseOffers:
                StationPlans.Close(book, Now);
                await AllocateAsync(book);
                return true;
            case StationStep.Aggregate:
            case StationStep.Wait when state.Phase == StationPhase.Aggregating:
                await AggregateAsync(book);
                return true;
            case StationStep.Wait when state.Phase == StationPhase.Uploading && _granted != state.Round:
                await AllocateAsync(book);
                return true;
            default:
                Wait(state.Deadline);
                return false;
        }
    }

    private async Task<bool> BeginRoundAsync(StationBook book)
    {
        var (state, settings) = (book.State, book.Settings);
        if (state.Members.Count < (state.Round == 0 ? settings.StartAt : 1)) return false;
        if (settings.TargetRounds > 0 && state.Round >= settings.TargetRounds) return false;
        BaseStation.BeginRound(state, Now);
        book.Pages.Prune(state);
        book.OfferedRates.Clear();
        book.Scale = BaseStation.MeasureScale(state, settings.ToWeightOptions());
        book.StartedAt = _time.GetUtcNow();
        await StoredAsync(book);
        if (Holds(book)) Announce();
        return true;
    }

    private async Task AllocateAsync(StationBook book)
    {
        var plan = book.Plan!;
        if (plan.Chosen.Length > 0)
        {
            if (plan.Owner is null)
            {
                var answer = await GrainFactory.GetGrain<IAllocatorGrain>(0).AllocateAsync(StationPlans.ToProblem(book, plan));
                if (!Holds(book) || book.Plan != plan) return;
                book.Plan = StationPlans.With(plan, answer);
                book.PlanDirty = true;
            }

            await StoredAsync(book);
            if (!Holds(book)) return;
        }

        _granted = plan.Round;
        Announce();
    }

    /// <summary>Wakes the station when a deadline comes.</summary>
    private void Wait(double? deadline)
    {
        if (deadline is { } at) _clock!.Change(TimeSpan.FromSeconds(Math.Clamp(at - Now, 0.001, 3600)), Timeout.InfiniteTimeSpan);
    }

    private void Retry() => _clock!.Change(s_retryAfter, Timeout.InfiniteTimeSpan);
}
