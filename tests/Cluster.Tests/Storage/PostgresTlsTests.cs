using System.Net;
using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Silo;
using Diten.Silo.Security;
using Diten.Silo.Settings;
using Diten.Silo.Storage.Postgres;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
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

        var identity = TlsIdentity.Load(certificates.Member());
        using var client = await ConnectedClient.ConnectAsync(c => c
            .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, first.GatewayPort))
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("diten", "diten"))
            .Configure<ClientConnectionOptions>(o => o.ConfigureConnection(connection => connection.UseTls(identity, asServer: false))));
        var management = client.Grains.GetGrain<IManagementGrain>(0);
        await Eventually.HoldsAsync(async () => (await management.GetHosts(onlyActive: true)).Count == 2, "both silos are in the cluster");
        // Answered by both: the silo with the gateway asks the other over TLS.
        Assert.Equal(2, (await management.GetRuntimeStatistics([.. (await management.GetHosts(onlyActive: true)).Keys])).Length);
    }

    private static (string, string)[] Settings(string connection, TlsSettings tls) =>
    [
        ("Clustering:Kind", "postgres"), ("Storage:Kind", "postgres"), ("Postgres:ConnectionString", connection),
        ("Tls:Certificate", tls.Certificate!), ("Tls:Key", tls.Key!), ("Tls:Authority", tls.Authority!),
    ];
}
