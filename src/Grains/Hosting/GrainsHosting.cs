using Diten.Grains.Placement;
using Diten.Grains.Stations;
using Diten.Grains.Twins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Diten.Grains.Hosting;

/// <summary>What every silo needs to host the grains, whatever its stores and its place in the cluster.</summary>
public static class GrainsHosting
{
    private static readonly TimeSpan s_leaseOfTheDead = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_reminderPeriod = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Adds options (bound to their sections of the configuration, validated at start), placement, and the serializer of
    /// stored state. Storages of the names in <see cref="StorageNames"/> and reminders are the caller's.
    /// </summary>
    /// <param name="silo">The silo.</param>
    public static ISiloBuilder AddDitenGrains(this ISiloBuilder silo)
    {
        // Numbered fields: what is stored is read by older and newer programs.
        silo.Services.Replace(ServiceDescriptor.Singleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>());
#pragma warning disable ORLEANSEXP003 // Marked experimental, yet what Orleans' own test clusters run on. The older directory lets two
        // activations of a twin live side by side while a silo leaves, and one of them then loses what it has not flushed.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        // How long the grains of a silo that was voted out may not come up elsewhere, counted from when it went silent. Left at its
        // default, rounds stand still for half a minute; what it could still write is refused by the store's versions.
        silo.Services.Configure<GrainDirectoryOptions>(o => o.RangeLeaseDuration = s_leaseOfTheDead);
        // A station that nobody calls after its silo was lost comes up again by its reminder: within this, not within a minute.
        silo.Services.Configure<ReminderOptions>(o => o.MinimumReminderPeriod = s_reminderPeriod);
        silo.Services.AddStationPlacement().AddDitenTwins().AddDitenStations();
        silo.Services.AddOptions<DurabilityOptions>().BindConfiguration(DurabilityOptions.Section);
        silo.Services.AddOptions<TwinGrainOptions>().BindConfiguration(TwinGrainOptions.Section);
        return silo;
    }
}
