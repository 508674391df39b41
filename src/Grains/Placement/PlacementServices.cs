using System.Diagnostics.Metrics;
using Diten.Grains.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Diten.Grains.Placement;

/// <summary>Registers the placement of stations and twins.</summary>
public static class PlacementServices
{
    /// <summary>Forwards for one message: a twin may move again while a call is on its way, as often as silos join in that time.</summary>
    private const int Forwards = 8;

    /// <summary>Adds the placement of stations and twins and the count of their local calls to a silo.</summary>
    public static IServiceCollection AddStationPlacement(this IServiceCollection services)
    {
        services.AddPlacementDirector<StationPlacement, StationDirector>();
        services.AddPlacementDirector<TwinPlacement, StationDirector>();
        services.AddSingleton<StationHomes>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<StationHomes>());
        services.AddSingleton(s => new StationCalls(s.GetRequiredService<StationHomes>(), s.GetRequiredService<IMeterFactory>()));
        services.AddTransient<HomeFollower>();
        services.AddTransient<StationPresence>();
        services.PostConfigure<SiloMessagingOptions>(o => o.MaxForwardCount = Math.Max(o.MaxForwardCount, Forwards));
        return services;
    }
}
