using Diten.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Storage;

namespace Diten.Grains.Telemetry;

/// <summary>Measures the stores of a silo.</summary>
public static class StorageTelemetry
{
    /// <summary>Wraps the storages of the names in <see cref="StorageNames"/>, which must have been added.</summary>
    public static ISiloBuilder MeasureGrainStorage(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<StorageMetrics>();
        foreach (var (name, label) in new[] { (StorageNames.State, "state"), (StorageNames.Models, "models") })
        {
            var added = silo.Services.Last(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, name));
            silo.Services.Remove(added);
            silo.Services.AddKeyedSingleton<IGrainStorage>(name, (services, key) =>
                new MeteredStorage(Make(added, services, key), label, services.GetRequiredService<StorageMetrics>()));
        }

        return silo;
    }

    private static IGrainStorage Make(ServiceDescriptor added, IServiceProvider services, object? key) => (IGrainStorage)(
        added.KeyedImplementationInstance
        ?? added.KeyedImplementationFactory?.Invoke(services, key)
        ?? ActivatorUtilities.CreateInstance(services, added.KeyedImplementationType!));
}
