using Diten.Grains.Hosting;
using Diten.Grains.Index;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Diten.Grains.Twins;

/// <summary>What twins and their index need of a silo, besides the grain storage <see cref="StorageNames.State"/> and <see cref="Placement.PlacementServices"/>.</summary>
public static class TwinServices
{
    /// <summary>Adds it; options are validated at start.</summary>
    public static IServiceCollection AddDitenTwins(this IServiceCollection services)
    {
        services.AddOptions<DurabilityOptions>().ValidateOnStart();
        services.AddOptions<TwinGrainOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DurabilityOptions>, AnnotatedOptions<DurabilityOptions>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TwinGrainOptions>, AnnotatedOptions<TwinGrainOptions>>());
        services.TryAddSingleton<TwinEnvironment>();
        services.TryAddSingleton<UnstoredTwins>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<UnstoredTwins>());
        services.AddHostedService(provider => provider.GetRequiredService<UnstoredTwins>());
        services.TryAddSingleton<TwinIndexOutbox>();
        services.AddHostedService(provider => provider.GetRequiredService<TwinIndexOutbox>());
        services.AddHostedService<TwinIndexPresence>();
        return services;
    }
}
