using Diten.Silo.Commands;
using Diten.Silo.Settings;
using Npgsql;

namespace Diten.Silo.Storage.Postgres;

/// <summary>The one pool of connections to PostgreSQL that clustering, storage and reminders share.</summary>
internal static class PostgresSource
{
    /// <summary>Creates the pool; connects to nothing yet.</summary>
    public static NpgsqlDataSource Create(PostgresSettings settings)
    {
        var parts = new NpgsqlConnectionStringBuilder(settings.Resolve()) { PersistSecurityInfo = false };
        parts.ApplicationName ??= "diten";
        // The few queries are prepared once per connection. A pooler between (PgBouncer) that cannot keep them says "Max Auto Prepare=0" itself.
        if (!parts.ContainsKey("Max Auto Prepare")) parts.MaxAutoPrepare = 32;
        return NpgsqlDataSource.Create(parts);
    }

    /// <summary>Host, port and database; no secret.</summary>
    public static string Place(NpgsqlDataSource source)
    {
        var parts = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return $"{parts.Host}:{parts.Port}/{parts.Database}";
    }

    /// <summary>Checks, before a silo starts, that the database is there and has this program's schema.</summary>
    /// <exception cref="StartException">It is not, or has not.</exception>
    public static async Task RequireSchemaAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            var version = await PostgresSchema.ReadVersionAsync(source, cancellationToken);
            if (version != PostgresSchema.Current) throw new StartException(Mismatch(source, version));
        }
        catch (NpgsqlException e)
        {
            throw new StartException($"PostgreSQL at {Place(source)}: {e.Message}", e);
        }
    }

    /// <summary>What to do about a version that is not this program's.</summary>
    public static string Mismatch(NpgsqlDataSource source, int version) => version > PostgresSchema.Current
        ? $"PostgreSQL at {Place(source)} has schema version {version}, this program knows {PostgresSchema.Current}: use the newer program"
        : $"PostgreSQL at {Place(source)} has schema version {version}, this program needs {PostgresSchema.Current}: run 'diten db init'";
}
