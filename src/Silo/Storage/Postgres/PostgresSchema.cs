using Npgsql;

namespace Diten.Silo.Storage.Postgres;

/// <summary>The tables and queries in PostgreSQL, applied step by step and versioned in the table <c>diten_schema</c>.</summary>
internal static class PostgresSchema
{
    // Any fixed number will do: whoever applies steps to this database holds this lock while doing so.
    private const long ApplyLock = 0x444954454e;

    /// <summary>The version that this program works with.</summary>
    public static int Current => SchemaStep.All[^1].Version;

    /// <summary>The version in the database; 0 where nothing has been applied.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public static async Task<int> ReadVersionAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await ReadVersionAsync(connection, null, cancellationToken);
    }

    /// <summary>Applies the steps that are missing, all of them or none. Any number of programs may do so at once.</summary>
    /// <param name="source">The database.</param>
    /// <param name="upTo">The last version to apply; null is all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version before and after.</returns>
    /// <exception cref="NpgsqlException">The database cannot be reached or a step fails; nothing has been changed.</exception>
    public static async Task<(int Before, int After)> ApplyAsync(NpgsqlDataSource source, int? upTo, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, transaction, $"SELECT pg_advisory_xact_lock({ApplyLock})", cancellationToken);
        var before = await ReadVersionAsync(connection, transaction, cancellationToken);
        var after = before;
        foreach (var step in SchemaStep.All.Where(s => s.Version > before && s.Version <= (upTo ?? Current)))
        {
            if (step.Version == 1) await ExecuteAsync(connection, transaction, CreateVersions, cancellationToken);
            await ExecuteAsync(connection, transaction, step.Sql, cancellationToken);
            await using var note = new NpgsqlCommand("INSERT INTO diten_schema (version, name) VALUES (@version, @name)", connection, transaction);
            note.Parameters.AddWithValue("version", step.Version);
            note.Parameters.AddWithValue("name", step.Name);
            await note.ExecuteNonQueryAsync(cancellationToken);
            after = step.Version;
        }
        await transaction.CommitAsync(cancellationToken);
        return (before, after);
    }

    private const string CreateVersions = """
        CREATE TABLE diten_schema (
            version    integer     PRIMARY KEY,
            name       text        NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """;

    private static async Task<int> ReadVersionAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('diten_schema') IS NOT NULL", connection, transaction);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return 0;
        await using var version = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM diten_schema", connection, transaction);
        return (int)(await version.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
