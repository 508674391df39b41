using Diten.Cluster.Tests.Hosting;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Diten.Chaos.Tests.Hosting;

/// <summary>One PostgreSQL server with the schema for all scenarios; each scenario has a cluster of its own in it.</summary>
public sealed class ChaosFixture(IMessageSink sink) : IAsyncLifetime
{
    private PostgresServer? _server;
    private int _clusters;

    /// <summary>Where silos log to; kept after the run.</summary>
    internal string Logs { get; } = Directory.CreateTempSubdirectory("diten-chaos-").FullName;

    internal PostgresServer Server => _server ?? throw new InvalidOperationException("PostgreSQL has not been started");

    public async Task InitializeAsync()
    {
        // All tests are skipped then, and say so.
        if (PostgresTools.Missing is not null) return;
        _server = await PostgresServer.StartAsync();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DITEN__POSTGRES__CONNECTIONSTRING"] = _server.ConnectionString };
        var (code, said) = await Commands.TryAsync("dotnet", environment, SiloProcess.Program, "db", "init");
        if (code != 0) throw new InvalidOperationException($"db init ended with {code}: {said}");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>A name for the next cluster.</summary>
    internal string NextCluster() => $"chaos-{++_clusters}";

    /// <summary>Tells people a figure, also where the test passes.</summary>
    internal void Say(string text) => sink.OnMessage(new DiagnosticMessage(text));
}

/// <summary>Scenarios run one after the other on one server.</summary>
[CollectionDefinition("Chaos", DisableParallelization = true)]
public sealed class ChaosGroup : ICollectionFixture<ChaosFixture>;
