using System.Globalization;
using System.Text.RegularExpressions;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Deploy.Tests.Engine;

/// <summary>The compose file runs: all of it but collector, Jaeger and Grafana, whose programs no package here has.</summary>
[Collection(nameof(BuiltImages))]
public sealed partial class ComposeRunTests(BuiltImages images)
{
    private static readonly string[] s_services = ["postgres", "schema", "silo-1", "silo-2", "client", "devices", "prometheus", "alertmanager"];

    [EngineFact(Compose = true)]
    public async Task The_services_come_up_learn_are_watched_end_well_and_go_on_where_they_were()
    {
        await images.BuiltAsync();
        await ServiceImages.ImportAsync(images.Engine);
        await using var compose = new ComposeProject(images.Engine);
        await compose.UpAsync(s_services);
        foreach (var service in new[] { "postgres", "silo-1", "silo-2", "client" }) await images.HealthyAsync(await compose.ContainerAsync(service));
        await images.EndedWellAsync(await compose.ContainerAsync("schema"), "schema version");
        await Eventually.BecomesAsync(async () => Round().Match(await compose.SaidAsync("devices")) is { Success: true } ? null : await compose.SaidAsync("devices"), "a round is done");

        // Rules are loaded and asked: there is no collector here, and Prometheus says so.
        await HasAsync("""up{job="prometheus"} == 1""");
        await HasAsync("""ALERTS{alertname="DitenCollectorDown",instance="otel-collector:8889"}""");
        await Eventually.BecomesAsync(() => FindsAsync(compose.AskAsync("alertmanager", "amtool --alertmanager.url=http://127.0.0.1:9093 config show"), "receiver: nobody"), "the Alertmanager has its configuration");

        await compose.RunAsync("stop");
        foreach (var service in new[] { "client", "devices", "postgres" }) await images.EndedWellAsync(await compose.ContainerAsync(service), "");
        foreach (var silo in new[] { "silo-1", "silo-2" }) await images.EndedWellAsync(await compose.ContainerAsync(silo), "drained; everything is stored");
        var last = Rounds(await compose.SaidAsync("devices")).Max();

        await compose.UpAsync(s_services);
        await Eventually.BecomesAsync(
            async () =>
            {
                var said = await compose.SaidAsync("silo-1") + await compose.SaidAsync("silo-2");
                return GoesOn().Matches(said).Any(m => int.Parse(m.Groups["round"].Value, CultureInfo.InvariantCulture) >= last) ? null : said;
            },
            string.Create(CultureInfo.InvariantCulture, $"the station goes on after round {last}"));

        Task HasAsync(string query) => Eventually.BecomesAsync(() => FindsAsync(compose.AskAsync("prometheus", $"promtool query instant http://127.0.0.1:9090 '{query}'"), "=>"), query);
    }

    private static async Task<string?> FindsAsync(Task<string> answer, string text) => (await answer).Contains(text, StringComparison.Ordinal) ? null : await answer;

    private static IEnumerable<int> Rounds(string said) => Round().Matches(said).Select(m => int.Parse(m.Groups["round"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?m)^round +(?<round>\d+) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Round();

    [GeneratedRegex(@"Station bs-1 goes on in round (?<round>\d+) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex GoesOn();
}
