namespace Diten.Grains.Twins;

/// <summary>
/// The Batched mode: a changed twin has a timer until it is stored, an idle one has none. The timer interleaves with calls, so
/// that a slow store does not hold them up: what is written is a copy, and what changed meanwhile is written next time. A twin
/// whose oldest change has waited too long takes no further one, so that no outage of the store costs more than that.
/// </summary>
internal sealed partial class TwinGrain
{
    private IGrainTimer? _flushTimer;
    private Task? _flush;
    private bool _dirty;

    // Since when the oldest change waits, while there is one.
    private long _dirtySince;
    private bool _isBehind;
    private bool _isRefusing;
    private bool _isLeaving;

    // Another activation has written this twin: nothing of this one may be stored any more.
    private bool _lost;

    /// <summary>When its oldest change that is not stored came; for the order among twins.</summary>
    internal long UnstoredSince => Volatile.Read(ref _dirtySince);

    private bool IsOverdue => _dirty && environment.IsBatched && environment.Clock.GetElapsedTime(_dirtySince) > environment.LongestWait;

    private void MarkDirty()
    {
        if (!_dirty) (_dirty, _dirtySince) = (true, environment.Clock.GetTimestamp());
        if (_flushTimer is not null || _isLeaving) return;
        environment.Unstored.Add(this);
        _flushTimer = this.RegisterGrainTimer(
            static (twin, _) => twin.FlushOnTimeAsync(),
            this,
            // A twin that is not stored yet is not collected as idle. While the silo stops nothing waits.
            new GrainTimerCreationOptions(environment.Unstored.IsStopping ? TimeSpan.Zero : environment.FlushInterval, environment.FlushInterval) { Interleave = true, KeepAlive = true });
    }

    /// <summary>Stores the twin now, as a turn of its own. False if it is not stored; never fails. Called from other threads.</summary>
    internal Task<bool> FlushNowAsync()
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        GrainContext.Scheduler.QueueAction(() => RunAsync().Ignore());
        return done.Task;

        async Task RunAsync()
        {
            if (_flush is { IsCompleted: false } flush) await flush;
            await FlushOnTimeAsync();
            done.SetResult(!_dirty);
        }
    }

    private async Task FlushOnTimeAsync()
    {
        if (_storing || _isLeaving || _flush is { IsCompleted: false }) return;
        await (_flush = FlushAsync());
        if (_dirty && !_lost) return;
        _flush = null;
        EndTimer();
    }

    private void EndTimer()
    {
        _flushTimer?.Dispose();
        _flushTimer = null;
        environment.Unstored.Remove(this);
    }

    /// <summary>Stores the twin as it is now. Never throws: a failure leaves it dirty.</summary>
    private async Task FlushAsync()
    {
        if (!_dirty || _lost || _body is not { } body) return;
        var begin = environment.Clock.GetTimestamp();
        try
        {
            if (_uncertain) await RecoverTagAsync();
            await StoreAsync(body);
            // What has changed meanwhile is younger than this.
            (_dirty, _dirtySince, _isBehind, _isRefusing) = (!ReferenceEquals(body, _body), begin, false, false);
        }
        catch (Exception failure)
        {
            // Once for each time that the store is out, and not with every interval.
            if (!_isBehind) LogNotFlushed(environment.Log, Id, failure);
            (_uncertain, _isBehind) = (true, true);
        }
    }

    /// <summary>Tries until the store has it or the runtime waits no longer. A twin that moves takes along what the store did not take at once: calls wait for it.</summary>
    private async Task FlushBeforeLeavingAsync(bool isMoving, CancellationToken cancellationToken)
    {
        _isLeaving = true;
        EndTimer();
        if (_flush is { IsCompleted: false } flush) await flush;
        while (_dirty && !_lost)
        {
            await FlushAsync();
            if (!_dirty || _lost || isMoving) return;
            if (cancellationToken.IsCancellationRequested)
            {
                LogLeftDirty(environment.Log, Id);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), environment.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
