using Diten.Cluster.Tests.Hosting;
using Diten.Silo.Storage.Postgres;
using Npgsql;

namespace Diten.Cluster.Bench;

/// <summary>The PostgreSQL that <c>--postgres</c> names, or one that is started for the measurement.</summary>
internal static class BenchPostgres
{
    /// <summary>Measures with it; says so where there is none.</summary>
    /// <param name="connection">What <c>--postgres</c> names; null for one of its own.</param>
    /// <param name="measureAsync">Takes the connection string.</param>
    public static async Task UseAsync(string? connection, Func<string, Task> measureAsync)
    {
        if (connection is not null)
        {
            await measureAsync(connection);
            return;
        }

        if (PostgresTools.Missing is { } why)
        {
            Console.WriteLine($"  no figures with PostgreSQL: {why}");
            return;
        }

        await using var server = await PostgresServer.StartAsync();
        await using (var source = NpgsqlDataSource.Create(server.ConnectionString)) await PostgresSchema.ApplyAsync(source, upTo: null, CancellationToken.None);
        await measureAsync(server.ConnectionString);
    }
}
