using Diten.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Diten.Grains.Stations;

/// <summary>What stations, the model store and the allocators need of a silo, besides the grain storages, reminders and <see cref="Placement.PlacementServices"/>.</summary>
public static class StationServices
{
    /// <summary>Adds it; options are validated at start.</summary>
    public static IServiceCollection AddDitenStations(this IServiceCollection services)
    {
        services.AddOptions<DurabilityOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DurabilityOptions>, AnnotatedOptions<DurabilityOptions>>());
        services.TryAddSingleton<StationEnvironment>();
        return services;
    }
}
