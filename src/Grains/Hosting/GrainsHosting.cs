using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Storage;

namespace Diten.Grains.Hosting;

/// <summary>What every silo needs to host the grains, whatever its stores and its place in the cluster.</summary>
public static class GrainsHosting
{
    /// <summary>
    /// Adds clock, options and the serializer of stored state. Storages of the names in <see cref="StorageNames"/> and reminders are
    /// the caller's.
    /// </summary>
    /// <param name="silo">The silo.</param>
    public static ISiloBuilder AddDitenGrains(this ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        // Numbered fields: what is stored is read by older and newer programs.
        silo.Services.Replace(ServiceDescriptor.Singleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>());
        return silo;
    }
}
