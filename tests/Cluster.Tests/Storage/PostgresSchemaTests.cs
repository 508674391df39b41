using Diten.Cluster.Tests.Hosting;
using Diten.Silo.Storage.Postgres;
using Npgsql;

namespace Diten.Cluster.Tests.Storage;

/// <summary>The schema is applied once, whole, whoever applies it, and kept up to date.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class PostgresSchemaTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public void Steps_are_numbered_from_1_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, PostgresSchema.Current), SchemaStep.All.Select(s => s.Version));

    [PostgresFact]
    public async Task Many_programs_at_once_apply_it_once()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        Assert.Equal(0, await PostgresSchema.ReadVersionAsync(source, CancellationToken.None));
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresSchema.ApplyAsync(source, null, CancellationToken.None)));
        Assert.Single(results, r => r == (0, PostgresSchema.Current));
        Assert.Equal(7, results.Count(r => r == (PostgresSchema.Current, PostgresSchema.Current)));
        Assert.Equal((long)PostgresSchema.Current, await ValueAsync(source, "SELECT count(*) FROM diten_schema"));
    }

    [PostgresFact]
    public async Task An_older_schema_is_brought_up_to_date_with_what_it_holds()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        Assert.Equal((0, 1), await PostgresSchema.ApplyAsync(source, upTo: 1, CancellationToken.None));
        await ValueAsync(source, "INSERT INTO diten_membership_version (cluster, version) VALUES ('kept', 42)");
        Assert.Equal((1, PostgresSchema.Current), await PostgresSchema.ApplyAsync(source, null, CancellationToken.None));
        Assert.Equal(42, await ValueAsync(source, "SELECT version FROM diten_membership_version WHERE cluster = 'kept'"));
        Assert.Equal(0L, await ValueAsync(source, "SELECT count(*) FROM diten_state"));
    }

    [PostgresFact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        await ValueAsync(source, "CREATE TABLE diten_state (theirs int)");
        await Assert.ThrowsAsync<PostgresException>(() => PostgresSchema.ApplyAsync(source, null, CancellationToken.None));
        Assert.Equal(0, await PostgresSchema.ReadVersionAsync(source, CancellationToken.None));
        Assert.Equal(false, await ValueAsync(source, "SELECT to_regclass('orleansquery') IS NOT NULL"));
    }

    [PostgresFact]
    public async Task Db_init_and_status_tell_what_is_and_what_to_do()
    {
        var connection = await postgres.NewDatabaseAsync();
        (string, string)[] settings = [("Postgres:ConnectionString", connection)];
        var (code, said) = await SiloProgram.RunAsync(settings, "db", "status");
        Assert.Equal((1, true), (code, said.Contains("has schema version 0, this program needs 3: run 'diten db init'", StringComparison.Ordinal)));
        (code, said) = await SiloProgram.RunAsync(settings, "db", "init");
        Assert.Equal((0, "schema version 0 -> 3: cluster, state, reminders"), (code, said));
        (code, said) = await SiloProgram.RunAsync(settings, "db", "init");
        Assert.Equal((0, "schema version 3: nothing to do"), (code, said));
        (code, said) = await SiloProgram.RunAsync(settings, "db", "status");
        Assert.Equal((0, "schema version 3: current"), (code, said));

        await using var source = NpgsqlDataSource.Create(connection);
        await ValueAsync(source, "INSERT INTO diten_schema (version, name) VALUES (99, 'later')");
        foreach (var command in new[] { "init", "status" })
        {
            (code, said) = await SiloProgram.RunAsync(settings, "db", command);
            Assert.Equal(1, code);
            Assert.Contains("use the newer program", said, StringComparison.Ordinal);
        }
    }

    private static async Task<object?> ValueAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
