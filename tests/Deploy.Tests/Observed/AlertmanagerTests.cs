using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Reading;
using Diten.Deploy.Tests.Running;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A real Alertmanager, from a fault in a network to who is told of it.</summary>
[Trait("Category", "Cluster-Process")]
public sealed partial class AlertmanagerTests
{
    private const string Lost = "DitenSiloLost";
    private const string Second = "silo-2";
    private const string Silos = "count(count by (instance) (dotnet_process_memory_working_set_bytes{job=\"diten-silo\"}))";

    /// <summary>
    /// Everything is as deployed, but that time is short: Prometheus looks every second, where a rule says <c>for</c> minutes it waits for
    /// as many seconds, what a process told is gone after 3 s and not 3 min, and
    /// the Alertmanager tells after seconds.
    /// </summary>
    [AlertmanagerFact(network: true)]
    public async Task A_silo_that_is_lost_is_told_and_so_is_that_it_is_back()
    {
        await using var hook = await Hook.StartAsync();
        await using var alertmanager = await AlertmanagerServer.StartAsync(WithReceiver($"webhook_configs: [{{ url: \"{hook.Url}\" }}]", ("group_wait: 30s", "group_wait: 1s"), ("group_interval: 5m", "group_interval: 1s")));
        await using var observation = await Observation.StartAsync(seconds: 3);
        await using var prometheus = await PrometheusServer.StartAsync(observation, alertmanager.Place, For().Replace(Deployed.Text("alerts.yaml"), "for: ${minutes}s"));
        await using var postgres = await PostgresServer.StartAsync();
        var plan = Plan.Of("compose", postgres.ConnectionString);
        var (code, said) = await DitenProgram.RunAsync(plan.Schema.Words, plan.Schema.Environment);
        Assert.True(code == 0, said);
        var ports = Plan.FreePorts(6);
        DitenProgram Start(int i)
        {
            var silo = plan.Silos[i].Listen(ports[(3 * i)..]);
            foreach (var (name, value) in observation.Environment) silo.Environment[name] = value;
            return DitenProgram.Start(silo.Words, silo.Environment);
        }
        async Task SilosAsync(double count) => await Eventually.BecomesAsync(async () => await prometheus.ValuesAsync(Silos) is [var seen] && seen.Equals(count) ? null : $"they are not {count}", "silos that tell something");
        async Task ToldAsync(string status) => await Eventually.BecomesAsync(() => Task.FromResult(hook.LastOf(Lost, Second) is { } last && last["status"].Text() == status ? null : $"last told: {hook.LastOf(Lost, Second)}"), $"it is told as {status}");
        async Task<bool> HasAsync(string name, string state) => (await prometheus.AskAsync("alerts"))["alerts"].Items().Any(alert => IsOf(alert, name) && alert["state"].Text() == state);

        await using var first = Start(0);
        await using (Start(1)) await SilosAsync(2);
        // It was killed.
        await Eventually.HoldsAsync(() => HasAsync(Lost, "firing"), "Prometheus fires");
        JsonNode? alert = null;
        await Eventually.HoldsAsync(async () => (alert = await alertmanager.AlertAsync(Lost, Second))?["status"]!["state"].Text() == "active", "the Alertmanager has it");
        Assert.Equal("warning", alert!["labels"]!["severity"].Text());
        Assert.Equal("silo-2 has been gone for six minutes", alert["annotations"]!["summary"].Text());
        Assert.Equal(["plant"], alert["receivers"].Items().Select(receiver => receiver["name"].Text()), StringComparer.Ordinal);
        await ToldAsync("firing");
        Assert.All(hook.Told, notice => Assert.Equal("plant", notice["receiver"].Text()));
        Assert.True(JsonNode.DeepEquals(alert["annotations"], hook.LastOf(Lost, Second)!["annotations"]), hook.LastOf(Lost, Second)!.ToString());

        await using var again = Start(1);
        await SilosAsync(2);
        await ToldAsync("resolved");
        await Eventually.HoldsAsync(async () => await alertmanager.AlertAsync(Lost, Second) is null, "the Alertmanager has it no more");

        // One that is ended on purpose says so to the last, and is not missed.
        await Eventually.HoldsAsync(() => Task.FromResult(again.Said.Contains("diten silo: ready;", StringComparison.Ordinal)), "it is ready");
        await again.TerminateAsync();
        Assert.Equal(0, await again.EndAsync());
        await Eventually.HoldsAsync(() => HasAsync("DitenSiloNotBack", "firing"), "Prometheus has seen that it was ended");
        Assert.DoesNotContain((await prometheus.AskAsync("alerts"))["alerts"].Items(), alert => IsOf(alert, Lost));
    }

    [AlertmanagerFact(network: false)]
    public async Task As_deployed_it_tells_nobody_and_of_a_silence_only_that()
    {
        await using var alertmanager = await AlertmanagerServer.StartAsync(Deployed.Text("alertmanager.yaml"));
        Assert.Equal(["nobody"], (await alertmanager.AskAsync("receivers")).Items().Select(receiver => receiver["name"].Text()), StringComparer.Ordinal);
        Assert.Equal("0", await alertmanager.MetricAsync("alertmanager_integrations"));
        await alertmanager.TellAsync("DitenSilent", Lost, "NodeFailure");
        await Eventually.BecomesAsync(
            async () =>
            {
                var states = (await alertmanager.AskAsync("alerts")).Items().Select(alert => $"{alert["labels"]!["alertname"]} {alert["status"]!["state"]}").Order(StringComparer.Ordinal);
                return states.SequenceEqual(["DitenSilent active", $"{Lost} suppressed", "NodeFailure active"], StringComparer.Ordinal) ? null : string.Join(", ", states);
            },
            "of a silence nothing else of this network is told");
    }

    /// <summary>Each example of the file's first lines makes a receiver that the Alertmanager takes, and that is told.</summary>
    [AlertmanagerFact(network: false)]
    public async Task Each_receiver_that_the_file_names_as_an_example_is_taken()
    {
        var examples = Example().Matches(Deployed.Text("alertmanager.yaml")).Select(match => match.Groups["line"].Value).ToArray();
        Assert.Equal(["webhook_configs", "email_configs"], examples.Select(line => line.Split(':')[0]), StringComparer.Ordinal);
        foreach (var example in examples)
        {
            await using var alertmanager = await AlertmanagerServer.StartAsync(WithReceiver(example));
            Assert.Equal(["plant"], (await alertmanager.AskAsync("receivers")).Items().Select(receiver => receiver["name"].Text()), StringComparer.Ordinal);
            Assert.Equal("1", await alertmanager.MetricAsync("alertmanager_integrations"));
        }
    }

    private static bool IsOf(JsonNode alert, string name) => alert["labels"]!["alertname"].Text() == name && alert["labels"]!["instance"].Text() == Second;

    /// <summary>The deployed file with a receiver, as its first lines say.</summary>
    private static string WithReceiver(string line, params (string Old, string New)[] places) =>
        Deployed.Text("alertmanager.yaml", [("receiver: nobody", "receiver: plant"), ("- name: nobody", $"- name: plant\n    {line}"), .. places]);

    [GeneratedRegex(@"\bfor: (?<minutes>\d+)m\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex For();

    [GeneratedRegex(@"^# +(?<line>\w+_configs: .+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex Example();
}
