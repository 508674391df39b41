using System.Collections.Concurrent;
using Orleans.Storage;

namespace Diten.Grains.Hosting;

/// <summary>
/// Several records of one grain, by names that are made while it runs (pages). Each has its own ETag: a write by another
/// activation of the same grain makes ours fail rather than vanish.
/// </summary>
internal sealed class RecordStore(IGrainStorage storage, GrainId grain)
{
    private readonly ConcurrentDictionary<string, object> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a record whose ETag is not known may be there already; then it is read before it is written.</summary>
    public bool MayExist { get; set; }

    /// <summary>
    /// Fails if the records have another owner by now; null asks nobody. Asked after an ETag was read in order to write: an
    /// activation that was replaced without knowing it would otherwise write by the ETag of what its successor has put there.
    /// </summary>
    public Func<Task>? RequireOwn { get; set; }

    /// <summary>Reads a record; null if it is not there.</summary>
    public async Task<T?> ReadAsync<T>(string name)
        where T : class, new()
    {
        var state = new GrainState<T>(new T());
        await storage.ReadStateAsync(name, grain, state);
        _known[name] = state;
        return state.RecordExists ? state.State : null;
    }

    /// <summary>Reads a record for a query: what is known of its ETag does not change.</summary>
    public async Task<T?> PeekAsync<T>(string name)
        where T : class, new()
    {
        var state = new GrainState<T>(new T());
        await storage.ReadStateAsync(name, grain, state);
        return state.RecordExists ? state.State : null;
    }

    /// <summary>Writes a record. After a failure its ETag is not known any more.</summary>
    public async Task WriteAsync<T>(string name, T value)
        where T : class, new()
    {
        if (!_known.ContainsKey(name) && MayExist)
        {
            await ReadAsync<T>(name);
            if (RequireOwn is { } require) await require();
        }

        var state = _known.TryGetValue(name, out var known) ? (GrainState<T>)known : new GrainState<T>(new T());
        state.State = value;
        try
        {
            await storage.WriteStateAsync(name, grain, state);
            // Only the ETag is needed from here on.
            state.State = new T();
            _known[name] = state;
        }
        catch
        {
            _known.TryRemove(name, out _);
            throw;
        }
    }

    /// <summary>Forgets all ETags; what is written next is read before.</summary>
    public void Forget()
    {
        _known.Clear();
        MayExist = true;
    }
}
