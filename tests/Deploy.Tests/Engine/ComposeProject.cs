using Diten.Architecture.Tests;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Observed;
using Diten.Deploy.Tests.Reading;
using Diten.Deploy.Tests.Running;

namespace Diten.Deploy.Tests.Engine;

/// <summary>The compose file as it is deployed, run by docker-compose.</summary>
internal sealed class ComposeProject : IAsyncDisposable
{
    private readonly ContainerEngine _engine;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diten-compose-");
    private readonly string _command;

    /// <summary>The project of the file in an engine.</summary>
    public ComposeProject(ContainerEngine engine)
    {
        _engine = engine;
        var file = Path.Combine(_folder.FullName, "compose.yaml");
        // The line that 1.29 does not know, and who waits for the collector, which is not to be had.
        string[] without = [$"name: {Name}", "otel-collector: { condition: service_started }"];
        File.WriteAllLines(file, File.ReadLines(Repository.PathTo("deploy", "docker", "compose.yaml")).Where(line => !without.Contains(line.Trim(), StringComparer.Ordinal)));
        _command = $"export DITEN_POSTGRES_PASSWORD=test-only GRAFANA_PASSWORD=test-only; docker-compose --project-name {Name} --project-directory deploy/docker --file '{file}' --profile devices";
    }

    /// <summary>Why it cannot be run here; null if it can.</summary>
    public static string? Missing { get; } =
        (ToolFactAttribute.IsInstalled("docker-compose") ? null : "docker-compose is not installed (Debian: apt-get install docker-compose): the compose file is not run")
        ?? (ToolFactAttribute.IsInstalled("ip") ? null : "ip is not installed (Debian: apt-get install iproute2): the compose file is not run")
        ?? PostgresTools.Missing ?? PrometheusServer.Missing ?? AlertmanagerServer.Missing;

    private static string Name => Compose.File["name"].Text()!;

    /// <summary>Runs a command of compose's, such as <c>stop</c>.</summary>
    /// <returns>All that it wrote.</returns>
    public Task<string> RunAsync(string command) => _engine.RunAsync($"{_command} {command}");

    /// <summary>Starts services and what they need.</summary>
    public Task UpAsync(params string[] services) => RunAsync($"up --detach --no-build {string.Join(' ', services)}");

    /// <summary>The container of a service.</summary>
    public Task<string> ContainerAsync(string service) => _engine.RunAsync($"docker ps --all --quiet --filter label=com.docker.compose.project={Name} --filter label=com.docker.compose.service={service}");

    /// <summary>All that a service has said.</summary>
    public async Task<string> SaidAsync(string service) => await _engine.RunAsync($"docker logs {await ContainerAsync(service)}");

    /// <summary>Asks a program in the container of a service.</summary>
    public async Task<string> AskAsync(string service, string question) => (await _engine.TryAsync($"docker exec {await ContainerAsync(service)} {question}")).Text;

    public async ValueTask DisposeAsync()
    {
        await _engine.TryAsync($"{_command} down --volumes --timeout 0");
        _folder.Delete(recursive: true);
    }
}
