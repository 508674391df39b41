using Diten.Client.Hosting;
using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Security;
using Diten.Cluster.Tests.Silo;
using Diten.Security;
using Diten.Silo.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Storage;

/// <summary>Silos and clients over mutual TLS.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class PostgresTlsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task Two_silos_and_a_client_work_together_over_TLS()
    {
        using var folder = new SiloFolder();
        using var certificates = new TestCertificates(folder, "cluster");
        var connection = await postgres.NewDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(connection)) await PostgresSchema.ApplyAsync(source, null, CancellationToken.None);

        await using var first = SiloProgram.Start(Settings(connection, certificates.Member()));
        await using var second = SiloProgram.Start(Settings(connection, certificates.Member()));
        await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync());

        // As `diten client` and `diten devices` connect: the list of gateways from the database, every connection over TLS.
        var options = new ConnectionOptions { Clustering = "postgres", ConnectionString = connection, Tls = TlsIdentity.Load(certificates.Member()) };
        await using var client = new ClusterConnection(options, TimeProvider.System, LogLevel.None);
        client.Start();
        await client.Connected.WaitAsync(TimeSpan.FromMinutes(3));
        var management = client.Grains.GetGrain<IManagementGrain>(0);
        await Eventually.HoldsAsync(async () => (await management.GetHosts(onlyActive: true)).Count == 2, "both silos are in the cluster");
        // Answered by both: the silo with the gateway asks the other over TLS.
        Assert.Equal(2, (await management.GetRuntimeStatistics([.. (await management.GetHosts(onlyActive: true)).Keys])).Length);
    }

    [PostgresFact]
    public async Task A_client_that_comes_before_the_silos_blames_nobodys_certificate()
    {
        using var folder = new SiloFolder();
        using var certificates = new TestCertificates(folder, "cluster");
        var connection = await postgres.NewDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(connection)) await PostgresSchema.ApplyAsync(source, null, CancellationToken.None);
        var options = new ConnectionOptions { Clustering = "postgres", ConnectionString = connection, Tls = TlsIdentity.Load(certificates.Member()) };
        await using var client = new ClusterConnection(options, TimeProvider.System, LogLevel.None);
        client.Start();
        await Eventually.HoldsAsync(() => client.Trouble is not null, "the client has tried");
        Assert.Equal("no silo is in the list of gateways", client.Trouble);
    }

    private static (string, string)[] Settings(string connection, TlsFiles tls) =>
    [
        ("Clustering:Kind", "postgres"), ("Storage:Kind", "postgres"), ("Postgres:ConnectionString", connection),
        ("Tls:Certificate", tls.Certificate!), ("Tls:Key", tls.Key!), ("Tls:Authority", tls.Authority!),
    ];
}
