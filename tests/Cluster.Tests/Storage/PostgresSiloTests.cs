using System.Net;
using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Stations;
using Diten.Cluster.Tests.Twins;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Diten.Silo.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Storage;

/// <summary>Silos whose membership, state and reminders are in PostgreSQL.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class PostgresSiloTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task Storage_reminders_and_membership_keep_their_contracts()
    {
        await using var silo = await LocalSilo.StartAsync(Settings(await SchemaAsync()));
        await GrainStorageContract.HoldsAsync(silo.Storage, "dev-1");
        await ReminderTableContract.HoldsAsync(silo.Services.GetRequiredService<IReminderTable>());
        await MembershipTableContract.HoldsAsync(silo.Services.GetRequiredService<IMembershipTable>());
    }

    [PostgresFact]
    public async Task Two_silos_find_each_other_and_a_twin_survives_both()
    {
        var connection = await SchemaAsync();
        await using (var first = SiloProgram.Start(Settings(connection)))
        await using (var second = SiloProgram.Start(Settings(connection)))
        {
            await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync());
            using var client = await ConnectAsync(connection);
            await Eventually.HoldsAsync(
                async () => (await client.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count == 2, "both silos are in the cluster");
            await RegisterAsync(client.Grains, "dev-1");
            Assert.Equal(WriteCode.Accepted, (await client.Grains.GetGrain<ITwinGrain>("dev-1").ReportAsync(Messages.Report(3), null)).Code);
            first.Kill();
            second.Kill();
            await Task.WhenAll(first.EndAsync(), second.EndAsync());
            Assert.DoesNotContain("test-only-secret", first.Said + second.Said, StringComparison.Ordinal);
        }
        await using var third = SiloProgram.Start(Settings(connection));
        await third.ReadyAsync();
        using var reader = await ConnectAsync(connection);
        Assert.Equal(3, (await reader.Grains.GetGrain<ITwinGrain>("dev-1").GetAsync())?.LastSequence);
    }

    [PostgresFact]
    public async Task Without_the_database_writes_fail_visibly_and_with_it_they_go_on()
    {
        await using var server = await PostgresServer.StartAsync();
        await using (var source = NpgsqlDataSource.Create(server.ConnectionString)) await PostgresSchema.ApplyAsync(source, null, CancellationToken.None);
        await using var silo = SiloProgram.Start(Settings(server.ConnectionString));
        await silo.ReadyAsync();
        // The gateway is named here: the client is not what this test is about.
        using var client = await ConnectedClient.ConnectAsync(c => c
            .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, silo.GatewayPort))
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("diten", "diten")));
        await RegisterAsync(client.Grains, "dev-1");
        var twin = client.Grains.GetGrain<ITwinGrain>("dev-1");
        Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Messages.Report(1), null)).Code);

        await server.CrashAsync();
        Assert.NotNull(await Record.ExceptionAsync(() => twin.ReportAsync(Messages.Report(2), null)));
        // A twin that is not resident cannot be loaded, and the caller is told what the store said.
        var unloaded = await Record.ExceptionAsync(() => client.Grains.GetGrain<ITwinGrain>("dev-2").GetAsync());
        Assert.NotNull(unloaded);
        Assert.Contains("Npgsql", unloaded.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("CodecNotFound", unloaded.ToString(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => await silo.HealthAsync("ready") is (503, var why) && why.StartsWith("storage", StringComparison.Ordinal), "the silo is not ready");
        Assert.Equal(200, (await silo.HealthAsync("live")).Status);

        await server.ResumeAsync();
        await silo.ReadyAsync();
        WriteReply? reply = null;
        await Eventually.HoldsAsync(async () => await Record.ExceptionAsync(async () => reply = await twin.ReportAsync(Messages.Report(2), null)) is null, "writes go on");
        // What was not acknowledged was not taken for done.
        Assert.Equal(WriteCode.Accepted, reply!.Code);
        Assert.Equal(2, (await twin.GetAsync())?.LastSequence);
    }

    [PostgresFact]
    public async Task A_silo_does_not_start_on_a_database_without_the_schema()
    {
        await using var silo = SiloProgram.Start(Settings(await postgres.NewDatabaseAsync()));
        await silo.EndAsync();
        Assert.Equal(1, silo.ExitCode);
        Assert.Contains("run 'diten db init'", silo.Said, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_silo_that_the_database_fails_while_it_starts_says_so_in_one_line_and_ends()
    {
        // The schema is there when the silo looks; membership, which starts after that, finds the database in disorder.
        var connection = await SchemaAsync();
        await using var source = NpgsqlDataSource.Create(connection);
        await using var broken = source.CreateCommand("DROP TABLE orleansquery CASCADE");
        await broken.ExecuteNonQueryAsync();
        await using var silo = SiloProgram.Start(Settings(connection));
        await silo.EndAsync();
        Assert.Equal(1, silo.ExitCode);
        Assert.Contains("diten: the silo could not start: 42P01", silo.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", silo.Said, StringComparison.Ordinal);
    }

    private static (string, string)[] Settings(string connection) =>
        [("Clustering:Kind", "postgres"), ("Storage:Kind", "postgres"), ("Postgres:ConnectionString", connection), ("Clustering:ProbeSeconds", "1"), ("Clustering:AliveSeconds", "1")];

    private async Task<string> SchemaAsync()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connection);
        await PostgresSchema.ApplyAsync(source, null, CancellationToken.None);
        return connection;
    }

    private static async Task RegisterAsync(IGrainFactory grains, string device)
    {
        var configured = await grains.GetGrain<IStationGrain>("bs-1").ConfigureAsync(TestFleet.Settings with { StartAt = 1_000_000 });
        Assert.True(configured.Accepted, configured.Error);
        var registered = await grains.GetGrain<ITwinGrain>(device).RegisterAsync(Messages.Device("bs-1"));
        Assert.True(registered.Accepted, registered.Error);
    }

    private static Task<ConnectedClient> ConnectAsync(string connection) => ConnectedClient.ConnectAsync(c => c
        .UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", connection))
        .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("diten", "diten")));
}
