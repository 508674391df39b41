using System.Text.Json.Nodes;
using Diten.Architecture.Tests;
using Diten.Deploy.Tests.Reading;

namespace Diten.Readme.Tests;

/// <summary>
/// The commands for a cluster as they stand, by the real <c>kubectl</c>, where there is no cluster: they reach an API that keeps what
/// it gets. What comes of it is <see cref="KubernetesTests"/>' part.
/// </summary>
public sealed class ApplyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-readme-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [KubectlFact]
    public async Task The_commands_of_the_overlay_send_all_that_is_rendered()
    {
        await using var server = await StandInApiServer.StartAsync();
        var steps = OverlaySteps.UpToTheForward.Where(step => !step.Contains(" rollout status ", StringComparison.Ordinal)).ToArray();
        Assert.Contains(Covered.By("kubectl apply -k deploy/kubernetes/overlays/dev"), steps, StringComparer.Ordinal);
        await ApplyAsync(server, $"set -e\n{string.Join('\n', steps)}");
        string[] all = [.. Rendered("dev"), "Secret diten-dev/diten-postgres", "Secret diten-dev/grafana"];
        Assert.Equal(all.Order(StringComparer.Ordinal), server.Objects.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Empty(server.Odd);
    }

    [KubectlFact]
    public async Task Prod_is_sent_whole_too()
    {
        await using var server = await StandInApiServer.StartAsync();
        await ApplyAsync(server, "kubectl apply -k deploy/kubernetes/overlays/prod");
        Assert.Equal(Rendered("prod").Order(StringComparer.Ordinal), server.Objects.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Empty(server.Odd);
    }

    private async Task ApplyAsync(StandInApiServer server, string command)
    {
        var (code, text) = await Shell.RunAsync($"export KUBECONFIG='{await server.ConfigureAsync(_folder)}' KUBECACHEDIR='{_folder}/cache'; {command}");
        Assert.True(code == 0, $"'{command}' ended with {code}: {text}");
    }

    private static string[] Rendered(string overlay)
    {
        var kept = JsonNode.Parse(File.ReadAllText(Repository.PathTo("tests", "Deploy.Tests", "Rendered", overlay + ".json")))!;
        return [.. kept["documents"]!.AsArray().Select(item => StandInApiServer.NameOf(item!))];
    }
}
