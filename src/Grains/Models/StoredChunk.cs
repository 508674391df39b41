namespace Diten.Grains.Models;

/// <summary>A chunk as it is stored.</summary>
[GenerateSerializer, Alias("diten.StoredChunk")]
internal sealed class StoredChunk
{
    /// <summary>The bytes; empty where there is none.</summary>
    [Id(0)] public byte[] Bytes { get; set; } = [];

    /// <summary>Who needs it.</summary>
    [Id(1)] public List<string> Owners { get; set; } = [];
}
