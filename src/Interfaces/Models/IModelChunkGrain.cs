using Orleans.Concurrency;

namespace Diten.Interfaces.Models;

/// <summary>
/// One chunk, at most 1 MB, of content-addressed parameters; the key is <c>{hash}/{index}</c> where hash is the SHA-256 of the
/// whole content's bytes in hex. Content never changes, so putting it again changes nothing.
/// </summary>
[Alias("diten.IModelChunkGrain")]
public interface IModelChunkGrain : IGrainWithStringKey
{
    /// <summary>Stores the chunk durably.</summary>
    [Alias("Put")]
    Task PutAsync([Immutable] byte[] bytes);

    /// <summary>The chunk; null if it is not here.</summary>
    [Alias("Get")]
    [ReadOnly, AlwaysInterleave]
    Task<ChunkMessage?> GetAsync();

    /// <summary>Forgets it.</summary>
    [Alias("Delete")]
    Task DeleteAsync();
}
