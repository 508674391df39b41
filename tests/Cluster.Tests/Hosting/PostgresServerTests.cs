namespace Diten.Cluster.Tests.Hosting;

public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task What_was_committed_survives_a_crash_of_the_server()
    {
        await using var server = await PostgresServer.StartAsync();
        await using (var source = Npgsql.NpgsqlDataSource.Create(server.ConnectionString))
        {
            await using var create = source.CreateCommand("CREATE TABLE t (v int); INSERT INTO t VALUES (7)");
            await create.ExecuteNonQueryAsync();
        }
        await server.CrashAsync();
        await server.ResumeAsync();
        await using var again = Npgsql.NpgsqlDataSource.Create(server.ConnectionString);
        await using var read = again.CreateCommand("SELECT v FROM t");
        Assert.Equal(7, await read.ExecuteScalarAsync());
    }
}
