using System.Globalization;
using System.Runtime.InteropServices;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Diten.Silo.Storage.Sqlite;

/// <summary>State of grains in the file. Versions guard against two activations of one grain writing over each other.</summary>
/// <param name="store">Name of the storage.</param>
/// <param name="file">The file.</param>
/// <param name="serializer">State to bytes.</param>
/// <param name="activators">Makes the state of a grain that has none.</param>
internal sealed class SqliteGrainStorage(string store, SqliteFile file, IGrainStorageSerializer serializer, IActivatorProvider activators) : IGrainStorage
{
    private const string Key = "store = $store AND name = $name AND grain = $grain";
    private const string SelectVersion = $"SELECT version FROM state WHERE {Key}";

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var grain = grainId.ToString();
        var found = await file.ReadAsync(session => session.Rows(
            $"SELECT version, payload FROM state WHERE {Key}",
            row => (Version: row.GetInt64(0), Payload: row.GetFieldValue<byte[]>(1)),
            ("$store", store), ("$name", stateName), ("$grain", grain)));
        if (found is [var (version, payload)])
        {
            grainState.State = serializer.Deserialize<T>(new BinaryData(payload)) ?? Empty<T>();
            grainState.ETag = Text(version);
            grainState.RecordExists = true;
        }
        else
        {
            Forget(grainState);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Somebody else has written since this state was read.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var grain = grainId.ToString();
        var payload = ArrayOf(serializer.Serialize(grainState.State));
        var expected = Number(grainState.ETag);
        var (written, stored) = await file.WriteAsync(session =>
        {
            var version = expected is null
                ? session.Value(
                    "INSERT INTO state (store, name, grain, version, payload) VALUES ($store, $name, $grain, abs(random() % 1000000000) + 1, $payload) ON CONFLICT DO NOTHING RETURNING version",
                    ("$store", store), ("$name", stateName), ("$grain", grain), ("$payload", payload))
                : session.Value(
                    $"UPDATE state SET payload = $payload, version = version + 1 WHERE {Key} AND version = $version RETURNING version",
                    ("$store", store), ("$name", stateName), ("$grain", grain), ("$payload", payload), ("$version", expected));
            return version is null ? (null, session.Value(SelectVersion, ("$store", store), ("$name", stateName), ("$grain", grain))) : (version, version);
        });
        if (written is null) throw Conflict("write", stateName, grain, stored, grainState.ETag);
        grainState.ETag = Text((long)written);
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">Somebody else has written since this state was read.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var grain = grainId.ToString();
        var expected = Number(grainState.ETag);
        var (gone, stored) = await file.WriteAsync(session =>
        {
            var rows = session.Execute(
                $"DELETE FROM state WHERE {Key} AND version = coalesce($version, version)",
                ("$store", store), ("$name", stateName), ("$grain", grain), ("$version", expected));
            return (rows > 0, session.Value(SelectVersion, ("$store", store), ("$name", stateName), ("$grain", grain)));
        });
        if (!gone && expected is not null) throw Conflict("clear", stateName, grain, stored, grainState.ETag);
        Forget(grainState);
    }

    /// <summary>The array behind the bytes where there is one of just that length, else a copy.</summary>
    private static byte[] ArrayOf(BinaryData data) =>
        MemoryMarshal.TryGetArray(data.ToMemory(), out var part) && part.Array is { } array && part.Offset == 0 && part.Count == array.Length ? array : data.ToArray();

    private void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = Empty<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private T Empty<T>() => activators.GetActivator<T>().Create();

    private InconsistentStateException Conflict(string what, string stateName, string grain, object? stored, string? expected) =>
        new($"{what} of {store}/{stateName} of {grain}: the stored version is not the one that was read", stored is long version ? Text(version) : "none", expected ?? "none");

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static long? Number(string? etag) => string.IsNullOrEmpty(etag) ? null : long.Parse(etag, CultureInfo.InvariantCulture);
}
