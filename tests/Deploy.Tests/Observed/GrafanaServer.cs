using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A real Grafana with the deployment's own sources, dashboards and variables, as compose mounts them; only the places are others.</summary>
internal sealed class GrafanaServer : IAsyncDisposable
{
    private const string Provisioning = "/etc/grafana/provisioning/";
    private const string Home = "/usr/share/grafana";

    private readonly ObservingProgram _program;

    private GrafanaServer(ObservingProgram program) => _program = program;

    /// <summary>Why tests that need it cannot run here; null if they can.</summary>
    public static string? Missing { get; } = ObservingProgram.Installed("grafana-server") is not null
        ? null
        : "Grafana is not installed (grafana-server on the path): its files are checked, and their queries by Prometheus, but not loaded";

    /// <summary>The last that it wrote.</summary>
    public string Said => _program.Said;

    /// <summary>Starts it.</summary>
    /// <param name="prometheus">Place of Prometheus.</param>
    public static async Task<GrafanaServer> StartAsync(string prometheus)
    {
        var place = ObservingProgram.FreePlaces(1)[0];
        var folder = Directory.CreateTempSubdirectory("diten-grafana-");
        var variables = Compose.Environment("grafana");
        (variables["GF_SERVER_HTTP_ADDR"], variables["GF_SERVER_HTTP_PORT"]) = (place.Split(':')[0], place.Split(':')[1]);
        foreach (var name in new[] { "data", "logs", "plugins", "provisioning" }) variables["GF_PATHS_" + name.ToUpperInvariant()] = Path.Combine(folder.FullName, name);
        var mounted = Compose.Services["grafana"]["volumes"].Texts().Select(volume => volume.Split(':')).ToDictionary(words => words[1], words => Path.GetFileName(words[0]), StringComparer.Ordinal);
        foreach (var (at, file) in mounted.Where(file => file.Key.StartsWith(Provisioning, StringComparison.Ordinal)))
        {
            var copy = Path.Combine(folder.FullName, "provisioning", at[Provisioning.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllTextAsync(copy, file == "datasources.yaml" ? Deployed.Text(file, ("prometheus:9090", prometheus)) : Deployed.Text(file, (mounted.Single(m => m.Value == "dashboards").Key, Dashboards.Folder)));
        }
        string[] arguments = Directory.Exists(Home) ? ["--homepath=" + Home] : [];
        var program = await ObservingProgram.StartAsync("grafana-server", folder, place, "/api/health", arguments, variables);
        var account = $"admin:{variables["GF_SECURITY_ADMIN_PASSWORD"]}";
        program.Http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(account)));
        return new(program);
    }

    /// <summary>What it answers to a question of its API.</summary>
    /// <param name="path">Path below <c>/api/</c>.</param>
    public async Task<JsonNode> AskAsync(string path) => JsonNode.Parse(await _program.Http.GetStringAsync(new Uri($"/api/{path}", UriKind.Relative)))!;

    /// <summary>A query of a panel, by way of Grafana: how many values came; fails if the answer is an error.</summary>
    /// <param name="source">Number of the data source.</param>
    /// <param name="expression">The query.</param>
    public async Task<int> ValuesAsync(int source, string expression)
    {
        var query = new JsonObject
        {
            ["refId"] = "A", ["datasourceId"] = source, ["datasource"] = new JsonObject { ["type"] = "prometheus", ["uid"] = "prometheus" }, ["expr"] = expression, ["range"] = true,
            ["intervalMs"] = 1000, ["maxDataPoints"] = 300,
        };
        using var content = new StringContent(new JsonObject { ["from"] = "now-5m", ["to"] = "now", ["queries"] = new JsonArray(query) }.ToJsonString(), null, "application/json");
        using var answer = await _program.Http.PostAsync(new Uri("/api/ds/query", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{expression}: {text}");
        var result = JsonNode.Parse(text)!["results"]!["A"]!;
        Assert.True(result["error"] is null, $"{expression}: {result["error"]}");
        // As frames of columns, of which the first is the time; older ones answer with series of points.
        return result["frames"].Items().Sum(frame => frame["data"]!["values"].Items().Skip(1).FirstOrDefault()?.AsArray().Count ?? 0) + result["series"].Items().Sum(series => series["points"]!.AsArray().Count);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
