namespace Diten.Grains.Twins;

/// <summary>
/// The Batched mode: a changed twin has a timer until it is stored, an idle one has none. The timer interleaves with calls, so
/// that a slow store does not hold them up: what is written is a copy, and what changed meanwhile is written next time.
/// </summary>
internal sealed partial class TwinGrain
{
    private IGrainTimer? _flushTimer;
    private Task? _flush;
    private bool _dirty;

    // Another activation has written this twin: nothing of this one may be stored any more.
    private bool _lost;

    private void MarkDirty()
    {
        _dirty = true;
        _flushTimer ??= this.RegisterGrainTimer(
            static (twin, _) => twin.FlushOnTimeAsync(),
            this,
            // A twin that is not stored yet is not collected as idle.
            new GrainTimerCreationOptions(environment.FlushInterval, environment.FlushInterval) { Interleave = true, KeepAlive = true });
    }

    private async Task FlushOnTimeAsync()
    {
        if (_storing || _flush is { IsCompleted: false }) return;
        await (_flush = FlushAsync());
        if (_dirty && !_lost) return;
        _flush = null;
        _flushTimer?.Dispose();
        _flushTimer = null;
    }

    /// <summary>Stores the twin as it is now. Never throws: a failure leaves it dirty.</summary>
    private async Task FlushAsync()
    {
        if (!_dirty || _lost || _body is not { } body) return;
        try
        {
            if (_uncertain) await RecoverTagAsync();
            await StoreAsync(body);
            _dirty = !ReferenceEquals(body, _body);
        }
        catch (Exception failure)
        {
            _uncertain = true;
            LogNotFlushed(environment.Log, Id, failure);
        }
    }

    /// <summary>Tries until the store has it or the runtime waits no longer. A twin that moves takes along what the store did not take at once: calls wait for it.</summary>
    private async Task FlushBeforeLeavingAsync(bool isMoving, CancellationToken cancellationToken)
    {
        _flushTimer?.Dispose();
        _flushTimer = null;
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
