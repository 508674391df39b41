using Diten.Grains.Mapping;
using Diten.Interfaces;

namespace Diten.Grains.Twins;

/// <summary>
/// The store. It is called directly and not through a persistent-state facet, which would keep a second, flat copy of every
/// resident twin, and whose migration would carry that copy.
/// </summary>
internal sealed partial class TwinGrain
{
    /// <summary>Stored name of a twin.</summary>
    internal const string StateName = "twin";

    private string? _tag;

    // A write failed, so the store may hold it or not: look before the next write.
    private bool _uncertain;
    private bool _storing;

    /// <summary>Whether a call that changes something must look into the store first. Not in the Batched mode: there the flush does, and calls do not wait for the store.</summary>
    private bool IsInDoubt => _uncertain && !environment.IsBatched;

    /// <summary>Whether a call that changes something must be settled with the store first, or refused.</summary>
    private bool MustSettle => IsInDoubt || IsOverdue;
    private double _frequencyHz;

    private string Writer => GrainContext.ActivationId.ToString();

    private async Task LoadAsync()
    {
        (var stored, _tag) = await ReadAsync();
        if (stored is not null) Adopt(stored);
        else _body = null;
        _uncertain = false;
    }

    private void Adopt(StoredTwin stored)
    {
        _body = TwinStateMapping.ToCore(Id, stored, environment.Pool);
        _frequencyHz = stored.FrequencyHz;
    }

    /// <summary>Before a change is decided on: what is here must be what is stored, or in the Batched mode newer by no more than it may be.</summary>
    /// <exception cref="StateNotStoredException">It is not; nothing is changed.</exception>
    private Task SettleAsync() => IsOverdue ? throw Overdue() : LookAsync();

    private async Task LookAsync()
    {
        try
        {
            if (environment.IsBatched) await RecoverTagAsync();
            else await LoadAsync();
        }
        catch (Exception failure) when (failure is not StateNotStoredException)
        {
            LogUnsettled(environment.Log, Id, failure);
            throw NotStored(failure);
        }
    }

    /// <summary>Makes a change the twin: stored before this returns (Acknowledged) or within the flush interval (Batched).</summary>
    private ValueTask CommitAsync(TwinBody next)
    {
        if (!environment.IsBatched) return new ValueTask(CommitDurablyAsync(next));
        Volatile.Write(ref _body, next);
        MarkDirty();
        environment.Index.Tell(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes a change the twin when it is stored; if that fails the twin is as it was, and the caller hears of it.</summary>
    private async Task CommitDurablyAsync(TwinBody next)
    {
        if (_flush is { IsCompleted: false } flush) await flush;
        if (_uncertain) await LookAsync();
        _storing = true;
        try
        {
            await StoreAsync(next);
            Volatile.Write(ref _body, next);
            (_dirty, _isBehind, _isRefusing) = (false, false, false);
        }
        catch (Exception failure)
        {
            _uncertain = true;
            LogNotStored(environment.Log, Id, failure);
            await TrySettleAsync();
            throw NotStored(failure);
        }
        finally
        {
            _storing = false;
        }

        environment.Index.Tell(this);
    }

    /// <summary>Ends the twin, here and in the store; if that fails, what is stored is looked at before the next write.</summary>
    private async Task ClearAsync()
    {
        if (_flush is { IsCompleted: false } flush) await flush;
        if (_uncertain) await SettleAsync();
        _storing = true;
        try
        {
            var entry = new GrainState<StoredTwin>(new StoredTwin(), _tag) { RecordExists = _tag is not null };
            if (_tag is not null) await environment.Storage.ClearStateAsync(StateName, GrainContext.GrainId, entry);
            Volatile.Write(ref _body, null);
            (_tag, _dirty) = (null, false);
        }
        catch (Exception failure)
        {
            _uncertain = true;
            LogNotStored(environment.Log, Id, failure);
            throw NotStored(failure);
        }
        finally
        {
            _storing = false;
        }
    }

    /// <summary>
    /// In the Acknowledged mode the stored twin is loaded again after a failure, because the history's buffers were appended to
    /// in place and the write may have arrived after all. If that fails too, the next write tries it again; until then reads see
    /// the twin as before the failed change, but for points of history.
    /// </summary>
    private async Task TrySettleAsync()
    {
        try
        {
            if (environment.IsBatched) await RecoverTagAsync();
            else await LoadAsync();
        }
        catch (Exception failure)
        {
            LogUnsettled(environment.Log, Id, failure);
        }
    }

    /// <summary>In the Batched mode this activation is ahead of the store: it goes on from the tag there, if it is its own.</summary>
    private async Task RecoverTagAsync()
    {
        var (stored, tag) = await ReadAsync();
        var isOwn = stored is null ? _tag is null : IsSame(stored.Writer, Writer) || IsSame(stored.Writer, _formerWriter) || IsSame(tag, _tag);
        if (!isOwn)
        {
            _lost = true;
            LogSuperseded(environment.Log, Id);
            DeactivateOnIdle();
            throw new StateNotStoredException($"twin '{Id}' was written by another activation; this one ends");
        }

        _tag = tag;
        _uncertain = false;
    }

    private async Task<(StoredTwin? Stored, string? Tag)> ReadAsync()
    {
        var entry = new GrainState<StoredTwin>(new StoredTwin());
        await environment.Storage.ReadStateAsync(StateName, GrainContext.GrainId, entry);
        return (entry.RecordExists ? entry.State : null, entry.ETag);
    }

    private static bool IsSame(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);

    private async Task StoreAsync(TwinBody body)
    {
        var entry = new GrainState<StoredTwin>(TwinStateMapping.ToStored(body, _frequencyHz, Writer), _tag) { RecordExists = _tag is not null };
        await environment.Storage.WriteStateAsync(StateName, GrainContext.GrainId, entry);
        _tag = entry.ETag;
    }

    private StateNotStoredException Overdue()
    {
        var waits = environment.Clock.GetElapsedTime(_dirtySince).TotalSeconds;
        if (!_isRefusing) LogRefusing(environment.Log, Id, waits);
        _isRefusing = true;
        return new($"twin '{Id}': the change is not taken: the last ones have waited {waits:F0} s for the store, which is longer than {environment.LongestWait.TotalSeconds:0.###} s (Diten:Durability, FlushInterval and OutageLimit); try again when the store is back");
    }

    // The store's own exception stays in the log: its type may be unknown to the caller.
    private StateNotStoredException NotStored(Exception failure) =>
        new($"twin '{Id}': the change is not acknowledged, the store did not answer as it should ({failure.GetType().Name}: {failure.Message}); try again");
}
