using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A real Alertmanager, started as compose and the overlays start it, but on loopback.</summary>
internal sealed class AlertmanagerServer : IAsyncDisposable
{
    private static readonly string? s_program = ObservingProgram.Installed("alertmanager", "prometheus-alertmanager");

    private readonly ObservingProgram _program;

    private AlertmanagerServer(ObservingProgram program) => _program = program;

    /// <summary>Why tests that need it cannot run here; null if they can.</summary>
    public static string? Missing { get; } = s_program is not null ? null : "the Alertmanager is not installed (Debian: apt-get install prometheus-alertmanager): whether alerts are told is not tested";

    /// <summary>Where Prometheus tells it.</summary>
    public string Place => _program.Http.BaseAddress!.Authority;

    /// <summary>Starts it.</summary>
    /// <param name="text">Its configuration.</param>
    public static async Task<AlertmanagerServer> StartAsync(string text)
    {
        var folder = Directory.CreateTempSubdirectory("diten-alertmanager-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alertmanager.yaml"), text);
        var place = ObservingProgram.FreePlaces(1)[0];
        var deployed = Compose.Services["alertmanager"]["command"].Texts().Select(word => word.Replace("/etc/alertmanager/", "", StringComparison.Ordinal).Replace("=/alertmanager", "=data", StringComparison.Ordinal));
        return new(await ObservingProgram.StartAsync(s_program!, folder, place, "/-/ready", [.. deployed, $"--web.listen-address={place}"]));
    }

    /// <summary>What it answers to a question of its API.</summary>
    /// <param name="path">Path below <c>/api/v2/</c>.</param>
    public async Task<JsonNode> AskAsync(string path) => JsonNode.Parse(await _program.Http.GetStringAsync(new Uri($"/api/v2/{path}", UriKind.Relative)))!;

    /// <summary>The alert of a name on a process as it has it; null if it has none that is not over.</summary>
    public async Task<JsonNode?> AlertAsync(string name, string instance) =>
        (await AskAsync("alerts")).Items().SingleOrDefault(alert => alert["labels"]!["alertname"].Text() == name && alert["labels"]!["instance"].Text() == instance);

    /// <summary>Tells it of alerts, as Prometheus does.</summary>
    public async Task TellAsync(params string[] names)
    {
        var alerts = new JsonArray([.. names.Select(name => new JsonObject { ["labels"] = new JsonObject { ["alertname"] = name } })]);
        using var content = new StringContent(alerts.ToJsonString(), null, "application/json");
        using var answer = await _program.Http.PostAsync(new Uri("/api/v2/alerts", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>One of its own metrics.</summary>
    public async Task<string> MetricAsync(string name) =>
        (await _program.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..];

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
