using Orleans.Runtime;
using Orleans.Storage;

namespace Diten.Silo.Storage.Postgres;

/// <summary>
/// Gives every state a name of its own. The provider for databases finds a state by its name and the grain's key alone: without
/// this, a twin and a station of one key would share a row if both called their state the same.
/// </summary>
/// <param name="store">Name of this storage.</param>
/// <param name="inner">The provider.</param>
internal sealed class QualifiedStorage(string store, IGrainStorage inner) : IGrainStorage
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(Name(stateName, grainId), grainId, grainState);

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.WriteStateAsync(Name(stateName, grainId), grainId, grainState);

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(Name(stateName, grainId), grainId, grainState);

    private string Name(string stateName, GrainId grainId) => $"{store}/{grainId.Type}/{stateName}";
}
