using Orleans.Concurrency;

namespace Diten.Interfaces.Models;

/// <summary>
/// One chunk, at most 1 MB, of content-addressed parameters; the key is <c>{hash}/{index}</c> where hash is the SHA-256 of the
/// whole content's bytes in hex. Content never changes, so putting it again changes nothing. Whoever needs it is among its
/// owners; it is forgotten when the last of them has released it. Use <see cref="ModelStore"/> rather than this.
/// </summary>
[Alias("diten.IModelChunkGrain")]
public interface IModelChunkGrain : IGrainWithStringKey
{
    /// <summary>Stores the chunk durably for an owner; the reply comes when it is stored.</summary>
    /// <exception cref="ArgumentException">It is empty or too long, or the only chunk of its content and not what the hash says.</exception>
    [Alias("Put")]
    Task PutAsync([Immutable] byte[] bytes, string owner);

    /// <summary>
    /// Keeps the chunk for an owner until it is put or released, and no longer than <see cref="ModelChunks.HeldFor"/> after the
    /// owner asked for it the last time: in memory only, lost with the silo.
    /// </summary>
    /// <exception cref="ArgumentException">As <see cref="PutAsync"/>.</exception>
    [Alias("Hold")]
    Task HoldAsync([Immutable] byte[] bytes, string owner);

    /// <summary>The chunk; null if it is not here.</summary>
    [Alias("Get")]
    [ReadOnly, AlwaysInterleave]
    Task<ChunkMessage?> GetAsync();

    /// <summary>Adds an owner to a chunk that is here, durably. False if it is not here.</summary>
    [Alias("Retain")]
    Task<bool> RetainAsync(string owner);

    /// <summary>Takes an owner away, and forgets the chunk if it was the last. Made again, it changes nothing.</summary>
    [Alias("Release")]
    Task ReleaseAsync(string owner);
}
