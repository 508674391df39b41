using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Reading;
using Diten.Deploy.Tests.Running;
using Npgsql;

namespace Diten.Deploy.Tests;

/// <summary>
/// What the images start, with the variables and arguments of the rendered manifests and of the compose file, as processes on
/// loopback with a real PostgreSQL: the schema job, two silos, the client, their probes and health checks, and their end.
/// </summary>
[Trait("Category", "Cluster-Process")]
public sealed class RunTests(RunTests.Database database) : IClassFixture<RunTests.Database>
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(30) };

    [PostgresTheory]
    [InlineData("prod")]
    [InlineData("compose")]
    public async Task It_starts_is_ready_serves_and_ends_well(string name)
    {
        var plan = Plan.Of(name, await database.CreateAsync(name));
        var (code, said) = await DitenProgram.RunAsync(plan.Schema.Words, plan.Schema.Environment);
        Assert.True(code == 0 && said.Contains("schema version 0 ->", StringComparison.Ordinal), said);

        var ports = Plan.FreePorts((3 * plan.Silos.Length) + 1);
        var silos = plan.Silos.Select((silo, i) => silo.Listen(ports[(3 * i)..])).ToArray();
        await using var first = DitenProgram.Start(silos[0].Words, silos[0].Environment);
        await using var second = DitenProgram.Start(silos[1].Words, silos[1].Environment);
        await using var client = DitenProgram.Start(Replace(plan.Client.Words, "http://0.0.0.0:5080", Url(ports[^1])), plan.Client.Environment);
        await Task.WhenAll(ReadyAsync(first, ports[2]), ReadyAsync(second, ports[5]), ReadyAsync(client, ports[^1]));
        await HealthyAsync(Dockerfile.Chain("silo")[^1].Words("HEALTHCHECK"), silos[0].Environment);
        await HealthyAsync([.. Dockerfile.Chain("client")[^1].Words("HEALTHCHECK"), "--url", Url(ports[^1])], plan.Client.Environment);

        foreach (var probe in plan.Silos[0].Probes) Assert.Equal(HttpStatusCode.OK, (await GetAsync(ports[2], probe.Path, probe.Host)).StatusCode);
        foreach (var probe in plan.Client.Probes) Assert.Equal(HttpStatusCode.OK, (await GetAsync(ports[^1], probe.Path, probe.Host)).StatusCode);
        using var network = await GetAsync(ports[^1], "/api/v1/network", plan.Host);
        Assert.True(network.IsSuccessStatusCode, await network.Content.ReadAsStringAsync());
        Assert.NotNull(JsonNode.Parse(await network.Content.ReadAsStringAsync())!["round"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(ports[^1], "/api/v1/network", "elsewhere.example")).StatusCode);
        Assert.Equal(2, await database.CountSilosAsync(name));

        foreach (var program in new[] { client, first, second }) await program.TerminateAsync();
        foreach (var silo in new[] { first, second })
        {
            Assert.Equal(0, await silo.EndAsync());
            Assert.Contains("drained", silo.Said, StringComparison.Ordinal);
        }
        Assert.Equal(0, await client.EndAsync());
        Assert.Equal(0, await database.CountSilosAsync(name));
    }

    [Fact]
    public void What_dev_runs_differs_from_prod_in_TLS_traces_time_to_drain_and_the_name_that_people_come_by()
    {
        var (dev, prod) = (Plan.Of("dev", Workload.Connection), Plan.Of("prod", Workload.Connection));
        foreach (var name in new[] { "CERTIFICATE", "KEY", "AUTHORITY" }) Assert.True(prod.Silos[0].Environment.Remove("DITEN__TLS__" + name));
        foreach (var environment in new[] { prod.Silos[0].Environment, prod.Client.Environment })
        {
            foreach (var name in new[] { "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG" }) Assert.True(environment.Remove(name));
        }
        Assert.True(dev.Silos[0].Environment.Remove("DITEN__DRAIN__SECONDS") && prod.Silos[0].Environment.Remove("DITEN__DRAIN__SECONDS"));
        var tls = Array.IndexOf(prod.Client.Words, "--tls-certificate");
        string[] words = [.. prod.Client.Words[..tls], .. prod.Client.Words[(tls + 6)..]];
        Assert.Equal(prod.Silos[0].Words, dev.Silos[0].Words, StringComparer.Ordinal);
        Assert.Equal(prod.Silos[0].Environment, dev.Silos[0].Environment);
        Assert.Equal(prod.Silos[0].Probes, dev.Silos[0].Probes);
        Assert.Equal(Replace(words, prod.Host, dev.Host), dev.Client.Words, StringComparer.Ordinal);
        Assert.Equal(prod.Client.Environment, dev.Client.Environment);
        Assert.Equal(prod.Client.Probes, dev.Client.Probes);
    }

    // Silos and clients have the same path for it.
    private static Task ReadyAsync(DitenProgram program, int port) => Eventually.BecomesAsync(
        async () =>
        {
            Assert.False(program.HasEnded, $"it ended:\n{program.Said}");
            try
            {
                using var answer = await GetAsync(port, "/health/ready", "localhost");
                return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}\n{program.Said}";
            }
            catch (HttpRequestException e)
            {
                return e.Message;
            }
        },
        "it is ready");

    // The health check of the image.
    private static async Task HealthyAsync(string[] words, Dictionary<string, string> environment)
    {
        var (code, said) = await DitenProgram.RunAsync(words, environment);
        Assert.True(code == 0, said);
    }

    private static string[] Replace(string[] words, string old, string now)
    {
        Assert.Contains(old, words, StringComparer.Ordinal);
        return Array.ConvertAll(words, w => w == old ? now : w);
    }

    private static async Task<HttpResponseMessage> GetAsync(int port, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(Url(port)), path)) { Headers = { Host = host } };
        return await s_http.SendAsync(request);
    }

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>One server for all, a database for each.</summary>
    public sealed class Database : IAsyncLifetime
    {
        private PostgresServer? _server;

        public async Task InitializeAsync() => _server = PostgresTools.Missing is null ? await PostgresServer.StartAsync() : null;

        public async Task DisposeAsync()
        {
            if (_server is not null) await _server.DisposeAsync();
        }

        internal async Task<string> CreateAsync(string name)
        {
            await using var source = NpgsqlDataSource.Create(_server!.ConnectionString);
            await using var command = source.CreateCommand($"CREATE DATABASE {name}");
            await command.ExecuteNonQueryAsync();
            return ConnectionString(name);
        }

        /// <summary>Silos that the membership table calls active.</summary>
        internal async Task<long> CountSilosAsync(string name)
        {
            await using var source = NpgsqlDataSource.Create(ConnectionString(name));
            await using var command = source.CreateCommand("SELECT count(*) FROM diten_membership WHERE status = 3");
            return (long)(await command.ExecuteScalarAsync())!;
        }

        private string ConnectionString(string name) => new NpgsqlConnectionStringBuilder(_server!.ConnectionString) { Database = name }.ConnectionString;
    }
}
