using Diten.Grains.Hosting;
using Diten.Interfaces.Models;
using Orleans.Placement;

namespace Diten.Grains.Models;

/// <summary>
/// One chunk of a model. It is made on the silo of whoever puts it, so a station's models are beside the station. Not
/// reentrant: puts and releases of one chunk come one after the other; reads interleave and see only what is complete. What is
/// only held ends by itself: where nobody calls the chunk, with its activation, and else with the first call after its time.
/// </summary>
[PreferLocalPlacement, CollectionAgeLimit(Minutes = ModelChunks.HeldForMinutes)]
internal sealed class ModelChunkGrain([PersistentState("chunk", StorageNames.Models)] IPersistentState<StoredChunk> stored, TimeProvider clock) : Grain, IModelChunkGrain
{
    // When each holder asked for it the last time.
    private readonly Dictionary<string, DateTimeOffset> _holders = new(StringComparer.Ordinal);

    // Null while it is stored: then it is there for holders too.
    private byte[]? _held;

    public async Task PutAsync(byte[] bytes, string owner)
    {
        Check(bytes, owner);
        if (!stored.RecordExists || !stored.State.Owners.Contains(owner, StringComparer.Ordinal)) await WriteAsync(bytes, [.. Owners, owner]);
        _held = null;
        _holders.Remove(owner);
    }

    public Task HoldAsync(byte[] bytes, string owner)
    {
        Check(bytes, owner);
        Expire();
        if (!stored.RecordExists) _held ??= bytes;
        _holders[owner] = clock.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task<ChunkMessage?> GetAsync() => Task.FromResult(Bytes is { } bytes ? new ChunkMessage { Bytes = bytes } : null);

    public async Task<bool> RetainAsync(string owner)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        if (Bytes is not { } bytes) return false;
        await PutAsync(bytes, owner);
        return true;
    }

    public async Task ReleaseAsync(string owner)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        _holders.Remove(owner);
        Expire();
        if (stored.RecordExists && stored.State.Owners.Contains(owner, StringComparer.Ordinal))
        {
            var left = Owners.Where(other => other != owner).ToList();
            if (left.Count > 0) await WriteAsync(stored.State.Bytes, left);
            else await ClearAsync();
        }

        if (_held is null && !stored.RecordExists) DeactivateOnIdle();
    }

    private byte[]? Bytes
    {
        get
        {
            Expire();
            return (stored.RecordExists ? stored.State.Bytes : _held) is { Length: > 0 } bytes ? bytes : null;
        }
    }

    private List<string> Owners => stored.RecordExists ? stored.State.Owners : [];

    private async Task WriteAsync(byte[] bytes, List<string> owners)
    {
        // A new value, so that a read in between sees the old one or the new one; after a failure storage is asked again.
        stored.State = new StoredChunk { Bytes = bytes, Owners = owners };
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task ClearAsync()
    {
        if (_holders.Count > 0) _held = stored.State.Bytes;
        try
        {
            await stored.ClearStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Forgets the holders of whom nothing was heard for too long, and with the last one what was only held.</summary>
    private void Expire()
    {
        var oldest = clock.GetUtcNow() - ModelChunks.HeldFor;
        foreach (var (holder, at) in _holders)
        {
            if (at <= oldest) _holders.Remove(holder);
        }

        if (_holders.Count == 0) _held = null;
    }

    private void Check(byte[] bytes, string owner)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length is 0 or > ModelChunks.Size) throw new ArgumentException($"a chunk has 1 to {ModelChunks.Size} bytes, not {bytes.Length}", nameof(bytes));
        var (hash, index) = ModelChunks.PartsOf(this.GetPrimaryKeyString());
        if (index == 0 && bytes.Length < ModelChunks.Size && ParameterBytes.HashOf(bytes) != hash)
            throw new ArgumentException($"the content is not {hash}, as its key says", nameof(bytes));
    }
}
