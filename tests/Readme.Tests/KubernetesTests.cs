using System.Text.Json;

namespace Diten.Readme.Tests;

/// <summary>
/// What the README and the first lines of the overlay <c>dev</c> tell to do on a cluster, literally, and what comes of it: a network
/// that learns and answers through the dashboard's Service.
/// </summary>
public sealed class KubernetesTests : IDisposable
{
    private const string Namespace = "diten-dev";
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-readme-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_the_overlay_tells_to_do_holds_what_the_readme_tells()
    {
        Assert.Contains(Covered.By("kubectl apply -k deploy/kubernetes/overlays/dev"), OverlaySteps.Commands, StringComparer.Ordinal);
        Assert.StartsWith("kind load docker-image ", OverlaySteps.Commands[0], StringComparison.Ordinal);
        Assert.EndsWith(OverlaySteps.Forward, OverlaySteps.Commands[^1], StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task Apply_brings_up_a_network_that_learns()
    {
        var configuration = await TestCluster.ConfigureAsync(_folder);
        Assert.True(await EndsWellAsync($"kubectl get namespace {Namespace} --ignore-not-found -o name") is "", $"{TestCluster.Context} has a namespace {Namespace} already; this test makes it and removes it");
        try
        {
            await EndsWellAsync($"set -e\n{string.Join('\n', OverlaySteps.UpToTheForward)}");
            await EndsWellAsync($"kubectl -n {Namespace} rollout status statefulset/diten-silo --timeout=4m && kubectl -n {Namespace} rollout status deployment/diten-devices --timeout=4m");
            await using var forward = Shell.Start(With(OverlaySteps.Forward.Replace("5080:80", ":80", StringComparison.Ordinal)));
            var address = "http://127.0.0.1:" + (await forward.SaysAsync("Forwarding from 127.0.0.1:([0-9]+)")).Groups[1].Value;
            using var http = new HttpClient { BaseAddress = new Uri(address) };
            await EventuallyAsync(http, "/api/v1/stations", stations => stations.EnumerateArray().Any(s => s.GetProperty("round").GetInt32() >= 2), "two rounds");
            await EventuallyAsync(http, "/api/v1/twins?limit=1", twins => twins.GetRawText().Contains("bs-1-device-", StringComparison.Ordinal), "a twin");
            await forward.InterruptAsync();
        }
        catch (Xunit.Sdk.XunitException failure)
        {
            var (_, seen) = await Shell.RunAsync(With($"kubectl -n {Namespace} get pods,jobs,pvc -o wide; kubectl -n {Namespace} get events --sort-by=.lastTimestamp | tail -n 30"));
            Assert.Fail($"{failure.Message}\n{seen}");
        }
        finally
        {
            await EndsWellAsync($"kubectl delete namespace {Namespace} --ignore-not-found --timeout=4m");
        }

        string With(string command) => $"export KUBECONFIG='{configuration}'; {command}";

        async Task<string> EndsWellAsync(string command)
        {
            var (code, text) = await Shell.RunAsync(With(command));
            Assert.True(code == 0, $"'{command}' ended with {code}: {text}");
            return text;
        }
    }

    private static async Task EventuallyAsync(HttpClient http, string path, Func<JsonElement, bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var seen = "no answer";
        while (!limit.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
                seen = await answer.Content.ReadAsStringAsync(limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    using var document = JsonDocument.Parse(seen);
                    if (condition(document.RootElement)) return;
                }

                await Task.Delay(200, limit.Token);
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                seen = failure.Message;
            }
        }

        Assert.Fail($"{path}: {what} did not come: {seen}");
    }
}
