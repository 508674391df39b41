using Diten.Grains.Hosting;
using Diten.Silo.Settings;
using Diten.Silo.Storage.Postgres;
using Diten.Silo.Storage.Sqlite;
using Npgsql;
using StackExchange.Redis;

namespace Diten.Silo.Hosting;

/// <summary>What a silo keeps its state in, opened and checked before the silo starts and closed after it has stopped.</summary>
internal sealed class Stores : IAsyncDisposable
{
    /// <summary>The file of sqlite, if that is used.</summary>
    public SqliteFile? Sqlite { get; private init; }

    /// <summary>The pool of PostgreSQL, if that is used.</summary>
    public NpgsqlDataSource? Postgres { get; private init; }

    /// <summary>Redis, if that is used.</summary>
    public ConnectionMultiplexer? Redis { get; private init; }

    /// <summary>Where state is, for people.</summary>
    public required string Description { get; init; }

    /// <summary>Opens what the settings name.</summary>
    /// <exception cref="Commands.StartException">Something is not to be had.</exception>
    public static async Task<Stores> OpenAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        var postgres = settings.UsesPostgres ? PostgresSource.Create(settings.Postgres) : null;
        if (postgres is not null) await PostgresSource.RequireSchemaAsync(postgres, cancellationToken);
        var redis = settings.UsesRedis ? await ConnectAsync(settings.Redis) : null;
        var sqlite = settings.Storage.Kind == StorageKind.Sqlite
            ? SqliteFile.Open(settings.Storage.File, settings.Durability.Mode == DurabilityMode.Acknowledged)
            : null;
        var description = settings.Storage.Kind switch
        {
            StorageKind.Sqlite => $"sqlite {settings.Storage.File}",
            StorageKind.Postgres => $"postgres {PostgresSource.Place(postgres!)}",
            StorageKind.Redis => "redis",
            _ => "memory (gone with this silo)",
        };
        return new Stores { Sqlite = sqlite, Postgres = postgres, Redis = redis, Description = description };
    }

    /// <summary>Asks the store of state for a sign of life.</summary>
    /// <returns>What is wrong, or null.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Sqlite is not null) await Sqlite.CheckAsync().WaitAsync(cancellationToken);
            if (Postgres is not null)
            {
                await using var command = Postgres.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancellationToken);
            }
            if (Redis is not null) await Redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
            return null;
        }
        catch (Exception e) when (e is NpgsqlException or RedisException or OrleansException or OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            return $"storage: {e.GetBaseException().Message}";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Sqlite is not null) await Sqlite.DisposeAsync();
        if (Postgres is not null) await Postgres.DisposeAsync();
        if (Redis is not null) await Redis.DisposeAsync();
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(RedisSettings settings)
    {
        var options = ConfigurationOptions.Parse(settings.Resolve()!);
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisConnectionException e)
        {
            throw new Commands.StartException($"Redis at {string.Join(',', options.EndPoints)}: {e.Message}", e);
        }
    }
}
