using Diten.Grains.Hosting;
using Diten.Silo.Settings;
using Diten.Silo.Storage.Postgres;
using Diten.Silo.Storage.Sqlite;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using StackExchange.Redis;

namespace Diten.Silo.Hosting;

/// <summary>Where state and reminders of grains are kept.</summary>
internal static class GrainStores
{
    /// <summary>The provider below the named storages.</summary>
    private const string Database = "postgres";

    private static readonly string[] s_names = [StorageNames.State, StorageNames.Models];

    /// <summary>Adds them to the silo.</summary>
    public static void Use(ISiloBuilder silo, SiloSettings settings, Stores stores)
    {
        switch (settings.Storage.Kind)
        {
            case StorageKind.Sqlite:
                foreach (var name in s_names) silo.AddSqliteGrainStorage(name, stores.Sqlite!);
                silo.UseSqliteReminders(stores.Sqlite!);
                break;
            case StorageKind.Postgres:
                silo.AddAdoNetGrainStorage(Database, (AdoNetGrainStorageOptions o) =>
                    (o.Invariant, o.DataSource, o.DeleteStateOnClear) = (Membership.PostgresInvariant, stores.Postgres, true));
                foreach (var name in s_names)
                    silo.Services.AddGrainStorage(name, (services, store) => new QualifiedStorage(store, services.GetRequiredKeyedService<IGrainStorage>(Database)));
                silo.UseAdoNetReminderService(o => (o.Invariant, o.DataSource) = (Membership.PostgresInvariant, stores.Postgres));
                break;
            case StorageKind.Redis:
                UseRedis(silo, settings, stores);
                break;
            default:
                foreach (var name in s_names) silo.AddMemoryGrainStorage(name);
                silo.UseInMemoryReminderService();
                break;
        }
    }

    private static void UseRedis(ISiloBuilder silo, SiloSettings settings, Stores stores)
    {
        var options = ConfigurationOptions.Parse(settings.Redis.Resolve()!);
        var shared = Task.FromResult<(IConnectionMultiplexer, bool)>((stores.Redis!, true));
        foreach (var name in s_names)
        {
            silo.AddRedisGrainStorage(name, o =>
            {
                (o.ConfigurationOptions, o.DeleteStateOnClear, o.CreateMultiplexer) = (options, true, _ => shared);
                // Both stores may hold a state of the same name for one grain.
                o.GetStorageKey = (state, grain) => $"{settings.Cluster.Service}/{name}/{state}/{grain}";
            });
        }
        silo.UseRedisReminderService(o => (o.ConfigurationOptions, o.CreateMultiplexer) = (options, _ => shared));
    }
}
