using Diten.Grains.Hosting;
using Diten.Interfaces.Models;
using Orleans.Placement;

namespace Diten.Grains.Models;

/// <summary>
/// One chunk of a model. It is made on the silo of whoever puts it, so a station's models are beside the station. Not
/// reentrant: puts and releases of one chunk come one after the other; reads interleave and see only what is complete.
/// </summary>
[PreferLocalPlacement]
internal sealed class ModelChunkGrain([PersistentState("chunk", StorageNames.Models)] IPersistentState<StoredChunk> stored) : Grain, IModelChunkGrain
{
    private readonly HashSet<string> _holders = new(StringComparer.Ordinal);
    private byte[]? _held;

    public async Task PutAsync(byte[] bytes, string owner)
    {
        Check(bytes, owner);
        if (!stored.RecordExists || !stored.State.Owners.Contains(owner, StringComparer.Ordinal)) await WriteAsync(bytes, [.. Owners, owner]);
        _holders.Remove(owner);
        if (_holders.Count == 0) _held = null;
    }

    public Task HoldAsync(byte[] bytes, string owner)
    {
        Check(bytes, owner);
        _held ??= bytes;
        _holders.Add(owner);
        return Task.CompletedTask;
    }

    public Task<ChunkMessage?> GetAsync() => Task.FromResult((stored.RecordExists ? stored.State.Bytes : _held) is { Length: > 0 } bytes ? new ChunkMessage { Bytes = bytes } : null);

    public async Task<bool> RetainAsync(string owner)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        if ((stored.RecordExists ? stored.State.Bytes : _held) is not { Length: > 0 } bytes) return false;
        await PutAsync(bytes, owner);
        return true;
    }

    public async Task ReleaseAsync(string owner)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        _holders.Remove(owner);
        if (_holders.Count == 0) _held = null;
        if (stored.RecordExists && stored.State.Owners.Contains(owner, StringComparer.Ordinal))
        {
            var left = Owners.Where(other => other != owner).ToList();
            if (left.Count > 0) await WriteAsync(stored.State.Bytes, left);
            else await ClearAsync();
        }

        if (_held is null && !stored.RecordExists) DeactivateOnIdle();
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
