namespace Diten.Interfaces.Models;

/// <summary>Where the parameters of a version are.</summary>
[GenerateSerializer, Immutable, Alias("diten.ModelReference")]
public sealed record ModelReferenceMessage
{
    /// <summary>Version; 0 for the initial model.</summary>
    [Id(0)] public required int Version { get; init; }

    /// <summary>SHA-256 of the bytes, hex in lower case.</summary>
    [Id(1)] public required string Hash { get; init; }

    /// <summary>Bytes: little-endian single floats.</summary>
    [Id(2)] public required long Bytes { get; init; }
}

/// <summary>One chunk.</summary>
[GenerateSerializer, Immutable, Alias("diten.Chunk")]
public sealed record ChunkMessage
{
    /// <summary>The bytes.</summary>
    [Id(0)] public required byte[] Bytes { get; init; }
}

/// <summary>How content is cut.</summary>
public static class ModelChunks
{
    /// <summary>Largest chunk, bytes.</summary>
    public const int Size = 1 << 20;

    /// <summary>
    /// How long a chunk is held at most for who does not ask again: far longer than a caller waits for the answer to what it holds
    /// the chunk for, so that only who has gone away loses it.
    /// </summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(HeldForMinutes);

    /// <summary><see cref="HeldFor"/> in minutes.</summary>
    public const double HeldForMinutes = 15;

    /// <summary>Chunks of content of so many bytes, 1 or more.</summary>
    public static int CountOf(long bytes) => (int)Math.Max(1, (bytes + Size - 1) / Size);

    /// <summary>Key of a chunk.</summary>
    public static string KeyOf(string hash, int index) => $"{hash}/{index}";

    /// <summary>Hash and index of a key.</summary>
    /// <exception cref="ArgumentException">It is no key of a chunk.</exception>
    public static (string Hash, int Index) PartsOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && int.TryParse(key.AsSpan(slash + 1), out var index) && index >= 0
            ? (key[..slash], index)
            : throw new ArgumentException($"'{key}' is no key of a chunk", nameof(key));
    }
}
