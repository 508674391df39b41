using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Diten.Silo.Storage.Sqlite;

/// <summary>Adds the file to a silo.</summary>
internal static class SqliteHosting
{
    /// <summary>Adds a named storage of grains in the file.</summary>
    public static ISiloBuilder AddSqliteGrainStorage(this ISiloBuilder silo, string name, SqliteFile file)
    {
        silo.Services.AddGrainStorage(name, (services, store) => new SqliteGrainStorage(
            store, file, services.GetRequiredService<IGrainStorageSerializer>(), services.GetRequiredService<IActivatorProvider>()));
        return silo;
    }

    /// <summary>Keeps reminders in the file.</summary>
    public static ISiloBuilder UseSqliteReminders(this ISiloBuilder silo, SqliteFile file)
    {
        silo.AddReminders();
        silo.Services.TryAddSingleton<IReminderTable>(new SqliteReminderTable(file));
        return silo;
    }
}
