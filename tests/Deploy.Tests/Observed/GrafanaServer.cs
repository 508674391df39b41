using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diten.Deploy.Tests.Reading;
using Microsoft.Playwright;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A real Grafana with the deployment's own sources, dashboards and variables, as compose mounts them; only the places are others.</summary>
internal sealed partial class GrafanaServer : IAsyncDisposable
{
    private const string Provisioning = "/etc/grafana/provisioning/";
    private const string Home = "/usr/share/grafana";

    private readonly ObservingProgram _program;
    private readonly string _boards;
    private readonly string _password;

    private GrafanaServer(ObservingProgram program, string boards, string password) => (_program, _boards, _password) = (program, boards, password);

    /// <summary>Why tests that need it cannot run here; null if they can.</summary>
    public static string? Missing { get; } = ObservingProgram.Installed("grafana-server") is not null
        ? null
        : "Grafana is not installed (grafana-server on the path): its files are checked, and their queries by Prometheus, but not loaded and not drawn";

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
        var boards = await CopyAsync(folder.CreateSubdirectory("boards"), namesSources: await VersionAsync() < new Version(8, 3));
        // Folders that are in the image, with nothing in them.
        foreach (var name in new[] { "access-control", "alerting", "notifiers", "plugins" }) Directory.CreateDirectory(Path.Combine(folder.FullName, "provisioning", name));
        var mounted = Compose.Services["grafana"]["volumes"].Texts().Select(volume => volume.Split(':')).ToDictionary(words => words[1], words => Path.GetFileName(words[0]), StringComparer.Ordinal);
        foreach (var (at, file) in mounted.Where(file => file.Key.StartsWith(Provisioning, StringComparison.Ordinal)))
        {
            var copy = Path.Combine(folder.FullName, "provisioning", at[Provisioning.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllTextAsync(copy, file == "datasources.yaml" ? Deployed.Text(file, ("prometheus:9090", prometheus)) : Deployed.Text(file, (mounted.Single(m => m.Value == "dashboards").Key, boards)));
        }
        string[] arguments = Directory.Exists(Home) ? ["--homepath=" + Home] : [];
        var program = await ObservingProgram.StartAsync("grafana-server", folder, place, "/api/health", arguments, variables);
        var password = variables["GF_SECURITY_ADMIN_PASSWORD"];
        var account = $"admin:{password}";
        program.Http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(account)));
        return new(program, boards, password);
    }

    /// <summary>A dashboard as it was given.</summary>
    public JsonNode Given(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(_boards, name + ".json")))!;

    /// <summary>Logs somebody in by the form, as people do.</summary>
    public async Task<GrafanaPage> LogInAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(_program.Http.BaseAddress!, "/login").ToString());
        await page.FillAsync("input[name=user]", "admin");
        await page.FillAsync("input[name=password]", _password);
        await page.PressAsync("input[name=password]", "Enter");
        await page.WaitForURLAsync(url => !url.Contains("/login", StringComparison.Ordinal));
        return new(page, _program.Http.BaseAddress!);
    }

    /// <summary>What it answers to a question of its API.</summary>
    /// <param name="path">Path below <c>/api/</c>.</param>
    public async Task<JsonNode> AskAsync(string path) => JsonNode.Parse(await _program.Http.GetStringAsync(new Uri($"/api/{path}", UriKind.Relative)))!;

    /// <summary>A query of a panel, by way of Grafana's proxy to Prometheus: how many series came; fails if the answer is an error.</summary>
    /// <param name="source">Number of the data source.</param>
    /// <param name="expression">The query.</param>
    public async Task<int> SeriesAsync(int source, string expression)
    {
        using var content = new FormUrlEncodedContent([new("query", expression)]);
        using var answer = await _program.Http.PostAsync(new Uri($"/api/datasources/proxy/{source.ToString(CultureInfo.InvariantCulture)}/api/v1/query", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{expression}: {text}");
        return JsonNode.Parse(text)!["data"]!["result"]!.AsArray().Count;
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    /// <summary>Copies the dashboards to where they are loaded from.</summary>
    /// <param name="to">There.</param>
    /// <param name="namesSources">Whether sources are told by their names, as before 8.3, and not by type and uid.</param>
    private static async Task<string> CopyAsync(DirectoryInfo to, bool namesSources)
    {
        foreach (var name in Dashboards.Names)
        {
            var board = Dashboards.Read(name);
            if (namesSources) NameSources(board);
            await File.WriteAllTextAsync(Path.Combine(to.FullName, name + ".json"), board.ToJsonString());
        }
        return to.FullName;
    }

    private static void NameSources(JsonNode? node)
    {
        if (node is JsonObject part)
        {
            if (part.ContainsKey("datasource")) part["datasource"] = "Prometheus";
            foreach (var (_, inner) in part) NameSources(inner);
        }
        else if (node is JsonArray parts)
        {
            foreach (var inner in parts) NameSources(inner);
        }
    }

    private static async Task<Version> VersionAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("grafana-server", "-v") { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var version = VersionText().Match(said);
        Assert.True(version.Success, said);
        return Version.Parse(version.Groups["version"].Value);
    }

    [GeneratedRegex(@"Version (?<version>\d+\.\d+)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex VersionText();
}
