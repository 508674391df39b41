namespace Diten.Interfaces.Models;

/// <summary>Puts and gets whole models, in chunks where they are long; for grains and clients.</summary>
/// <param name="grains">Where the chunks are reached.</param>
public sealed class ModelStore(IGrainFactory grains)
{
    /// <summary>Stores content durably for an owner; all its chunks are stored when it comes back.</summary>
    /// <param name="bytes">One byte or more; must not change afterwards.</param>
    /// <param name="owner">Who needs it, for example <c>bs-1</c> or a device id; the same owner releases it.</param>
    /// <param name="hash">Its SHA-256 if the caller has it.</param>
    /// <returns>The SHA-256, hex.</returns>
    public async Task<string> PutAsync(byte[] bytes, string owner, string? hash = null)
    {
        hash ??= ParameterBytes.HashOf(bytes);
        await ForEachChunk(bytes, hash, (chunk, part) => chunk.PutAsync(part, owner));
        return hash;
    }

    /// <summary>Keeps content in memory for an owner, for <see cref="ModelChunks.HeldFor"/> at most; <see cref="PutAsync"/> makes it durable.</summary>
    /// <inheritdoc cref="PutAsync"/>
    public async Task<string> HoldAsync(byte[] bytes, string owner, string? hash = null)
    {
        hash ??= ParameterBytes.HashOf(bytes);
        await ForEachChunk(bytes, hash, (chunk, part) => chunk.HoldAsync(part, owner));
        return hash;
    }

    /// <summary>The bytes of content, checked against the hash; null if a chunk is not there.</summary>
    /// <param name="hash">SHA-256, hex.</param>
    /// <param name="bytes">Its length.</param>
    /// <exception cref="InvalidDataException">What is there is not what the hash says.</exception>
    public async Task<byte[]?> GetAsync(string hash, long bytes)
    {
        var reads = new Task<ChunkMessage?>[ModelChunks.CountOf(bytes)];
        for (var i = 0; i < reads.Length; i++) reads[i] = Chunk(hash, i).GetAsync();
        var chunks = await Task.WhenAll(reads);
        if (Array.Exists(chunks, chunk => chunk is null)) return null;
        var whole = chunks.Length == 1 ? chunks[0]!.Bytes : Join(chunks!, bytes);
        if (whole.Length != bytes || ParameterBytes.HashOf(whole) != hash) throw new InvalidDataException($"model {hash} is damaged: {whole.Length} bytes do not have this hash");
        return whole;
    }

    /// <summary>The bytes of a model version, checked; null if they are not kept any more.</summary>
    /// <inheritdoc cref="GetAsync(string, long)"/>
    public Task<byte[]?> GetAsync(ModelReferenceMessage model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return GetAsync(model.Hash, model.Bytes);
    }

    /// <summary>Adds an owner to content that is there. False, and nothing is kept, if it is not there whole.</summary>
    public async Task<bool> RetainAsync(string hash, long bytes, string owner)
    {
        var count = ModelChunks.CountOf(bytes);
        for (var i = 0; i < count; i++)
        {
            if (await Chunk(hash, i).RetainAsync(owner)) continue;
            for (var j = 0; j < i; j++) await Chunk(hash, j).ReleaseAsync(owner);
            return false;
        }

        return true;
    }

    /// <summary>Takes an owner away; content without owners is forgotten. Made again, it changes nothing.</summary>
    public Task ReleaseAsync(string hash, long bytes, string owner)
    {
        var releases = new Task[ModelChunks.CountOf(bytes)];
        for (var i = 0; i < releases.Length; i++) releases[i] = Chunk(hash, i).ReleaseAsync(owner);
        return Task.WhenAll(releases);
    }

    private static byte[] Join(ChunkMessage[] chunks, long bytes)
    {
        var whole = new byte[chunks.Sum(chunk => (long)chunk.Bytes.Length)];
        var at = 0;
        foreach (var chunk in chunks)
        {
            chunk.Bytes.CopyTo(whole.AsSpan(at));
            at += chunk.Bytes.Length;
        }

        return whole.LongLength == bytes ? whole : [];
    }

    private IModelChunkGrain Chunk(string hash, int index) => grains.GetGrain<IModelChunkGrain>(ModelChunks.KeyOf(hash, index));

    private Task ForEachChunk(byte[] bytes, string hash, Func<IModelChunkGrain, byte[], Task> call)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length == 0) throw new ArgumentException("content has at least one byte", nameof(bytes));
        var calls = new Task[ModelChunks.CountOf(bytes.Length)];
        for (var i = 0; i < calls.Length; i++)
        {
            var from = i * ModelChunks.Size;
            var part = calls.Length == 1 ? bytes : bytes.AsSpan(from, Math.Min(ModelChunks.Size, bytes.Length - from)).ToArray();
            calls[i] = call(Chunk(hash, i), part);
        }

        return Task.WhenAll(calls);
    }
}
