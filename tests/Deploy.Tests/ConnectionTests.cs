using System.Globalization;
using Diten.Deploy.Tests.Reading;
using Npgsql;

namespace Diten.Deploy.Tests;

/// <summary>The PostgreSQL that is deployed along takes as many connections as its users may open.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public void Of_compose() => Check(
        Compose.Services["postgres"]["command"].Texts(),
        Compose.Services.Keys.Count(s => s.StartsWith("silo-", StringComparison.Ordinal)),
        Compose.Environment("silo-1")["DITEN__POSTGRES__CONNECTIONSTRING"]);

    [Fact]
    public void Of_dev()
    {
        var overlay = Overlay.Kept("dev");
        var silo = overlay.WorkloadOf("diten-silo");
        Check(overlay.WorkloadOf("postgres").Container["args"].Texts(), silo.Document["spec"]!["replicas"].Number(), silo.Environment()["DITEN__POSTGRES__CONNECTIONSTRING"]);
    }

    // A pool for each silo, and as many again for clients, the schema and a person: they hardly ask.
    private static void Check(string[] words, int silos, string connection)
    {
        Assert.True(silos > 1);
        var pool = new NpgsqlConnectionStringBuilder(connection).MaxPoolSize;
        var limit = int.Parse(Assert.Single(words, w => w.StartsWith("max_connections=", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture);
        Assert.True(limit >= (silos + 1) * pool, $"{limit} connections for {silos} silos of up to {pool} each");
    }
}
