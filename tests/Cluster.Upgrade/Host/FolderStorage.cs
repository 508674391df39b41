using System.Security.Cryptography;
using System.Text;
using Orleans.Runtime;
using Orleans.Storage;

namespace Diten.Cluster.Upgrade;

/// <summary>Grain storage in a folder that all silos of the machine share: a file per state, its tag the hash of its bytes.</summary>
internal sealed class FolderStorage(string folder, string storage, IGrainStorageSerializer serializer) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var bytes = await ReadAsync(PathOf(stateName, grainId));
        grainState.State = bytes is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(bytes);
        (grainState.ETag, grainState.RecordExists) = (TagOf(bytes), bytes is not null);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var path = PathOf(stateName, grainId);
        var stored = TagOf(await ReadAsync(path));
        if (!string.Equals(stored, grainState.ETag, StringComparison.Ordinal)) throw new InconsistentStateException("another activation wrote", stored ?? "", grainState.ETag ?? "");
        var bytes = serializer.Serialize(grainState.State).ToArray();
        var temporary = $"{path}.{Guid.NewGuid():N}";
        await File.WriteAllBytesAsync(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
        (grainState.ETag, grainState.RecordExists) = (TagOf(bytes), true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        File.Delete(PathOf(stateName, grainId));
        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    private static async Task<byte[]?> ReadAsync(string path) => File.Exists(path) ? await File.ReadAllBytesAsync(path) : null;

    private static string? TagOf(byte[]? bytes) => bytes is null ? null : Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string PathOf(string stateName, GrainId grainId) =>
        Path.Combine(folder, Convert.ToHexStringLower(Encoding.UTF8.GetBytes($"{storage}/{stateName}/{grainId}")));
}
