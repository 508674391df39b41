using Diten.Grains.Hosting;
using Orleans.Storage;

namespace Diten.Grains.Stations;

internal abstract partial class StationHost
{
    private TaskCompletionSource? _waiting;
    private bool _isWriting;
    private bool _isBehind;
    private long _writingSince;

    // The last write failed, or the one under way takes longer than what may be acknowledged without being stored.
    private bool IsStoreOut => _isBehind || (_isWriting && Time.GetElapsedTime(_writingSince) > _durability.FlushInterval);

    /// <summary>
    /// Notes a change and, in the mode Acknowledged, waits until it is stored. In the mode Batched it waits only while writes
    /// fail or are not answered, so that no more than about a flush interval is ever acknowledged without being stored, and while
    /// the silo stops.
    /// </summary>
    protected Task StoredAsync(StationBook book)
    {
        book.IsDirty = true;
        return _durability.Mode == DurabilityMode.Acknowledged || IsStoreOut || _presence.IsStopping ? CommitAsync() : Task.CompletedTask;
    }

    /// <summary>Notes a change and waits until it is stored, in both modes: who belongs to which station is never lost.</summary>
    protected Task WrittenAsync(StationBook book)
    {
        book.IsDirty = true;
        return CommitAsync();
    }

    /// <summary>Waits until all that has changed up to now is written; whoever comes while a write is under way shares the next one.</summary>
    private Task CommitAsync()
    {
        _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stored = _waiting.Task;
        if (!_isWriting) WriteAllAsync().Ignore();
        return stored;
    }

    /// <summary>The silo stops: what the mode Batched has not stored yet, as long as the model store can be reached. A failure is logged and tried again on deactivation.</summary>
    private async Task WriteBeforeStoppingAsync()
    {
        if (_book is { IsDirty: true }) await CommitAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task WriteAllAsync()
    {
        _isWriting = true;
        try
        {
            while (_waiting is not null) await WriteOnceAsync();
        }
        finally
        {
            _isWriting = false;
        }
    }

    private async Task WriteOnceAsync()
    {
        var waiting = _waiting!;
        _writingSince = Time.GetTimestamp();
        try
        {
            var book = _book ?? throw new OrleansException($"station {Id} is being loaded anew after a failed write");
            while (StationStore.HasUnstored(book)) await _store.StoreContentAsync(book);
            _waiting = null;
            // From here to its first await the write takes what is there; whoever changes something later waits for the next.
            var releases = book.Releases.ToArray();
            await _store.WriteAsync(book);
            book.WasWritten = true;
            _isBehind = false;
            waiting.SetResult();
            if (releases.Length > 0) ReleaseAsync(book, releases).Ignore();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogWriteFailed(failure, Id);
            FailedToWrite(failure);
            var told = OutOfReach(failure);
            waiting.TrySetException(told);
            if (ReferenceEquals(_waiting, waiting)) _waiting = null;
            if (_book is null) _waiting?.TrySetException(told);
            if (_book is null) _waiting = null;
        }
    }

    private void FailedToWrite(Exception failure)
    {
        _isBehind = true;
        // In the mode Batched the book is all there is, and it is written later; unless somebody else writes this station.
        if (_durability.Mode == DurabilityMode.Acknowledged || failure is InconsistentStateException || _book is { WasWritten: false })
        {
            (_book, _isLoaded) = (null, false);
        }

        Retry();
    }

    /// <summary>Tells the model store what is not needed any more; what fails is tried again after the next write.</summary>
    private async Task ReleaseAsync(StationBook book, StoredRelease[] releases)
    {
        foreach (var release in releases)
        {
            try
            {
                await Models.ReleaseAsync(release.Hash, release.Bytes, release.Owner);
                book.Releases.Remove(release);
                book.IsDirty = true;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                LogNotReleased(failure, Id, release.Hash);
                return;
            }
        }
    }
}
