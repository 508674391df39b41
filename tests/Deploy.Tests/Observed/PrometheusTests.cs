using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A real Prometheus over the network that runs answers every query of the dashboards and the alerts, and has what they ask for.</summary>
[Trait("Category", "Cluster-Process")]
[Collection(nameof(ObservedNetwork))]
public sealed partial class PrometheusTests(ObservedNetwork network, PrometheusTests.Scraped scraped) : IClassFixture<PrometheusTests.Scraped>
{
    private const string OfFaults = "shown when it happens, and in this run it does not";

    private const string OfBridge = "told by a bridge, which needs a broker; none is part of this network";

    /// <summary>What has no data in this run, where nothing goes wrong.</summary>
    private static readonly Dictionary<string, string> s_missing = new(StringComparer.Ordinal)
    {
        ["ALERTS"] = OfFaults,
        ["diten_refusals_total"] = OfFaults,
        ["diten_bridge_messages_total"] = OfBridge,
        ["orleans_app_requests_timedout_total"] = OfFaults,
        ["orleans_messaging_sent_failed_total"] = OfFaults,
        ["orleans_messaging_expired_total"] = OfFaults,
        ["orleans_messaging_rejected_total"] = OfFaults,
        ["orleans_messaging_pings_reply_missed_total"] = OfFaults,
        ["orleans_scheduler_long_running_turns_total"] = OfFaults,
    };

    public static TheoryData<string> Names => new(Dashboards.Names);

    /// <summary>The queries of panels that have data in such a run, as Grafana sends them.</summary>
    internal static IEnumerable<(string Where, string Text)> QueriesWithData => Dashboards.Names.SelectMany(Dashboards.Queries).Select(query => (query.Where, Text: Dashboards.Filled(query.Expression)))
        .Where(query => query.Text.EndsWith(" or vector(0)", StringComparison.Ordinal) || !Query.Of(query.Text).Metrics.Any(metric => IsMissing(metric.Metric)));

    [PrometheusFact]
    public Task Every_panel_of_every_dashboard_has_data() => AllAnsweredAsync(QueriesWithData);

    [PrometheusFact]
    public async Task Every_metric_that_a_panel_or_an_alert_asks_for_is_there_with_its_labels()
    {
        var panels = Dashboards.Names.SelectMany(Dashboards.Queries).Select(query => (query.Where, Text: Dashboards.Filled(query.Expression)));
        var asked = panels.Concat(AlertTests.Rules.Select(rule => (Where: rule["alert"].Text()!, Text: rule["expr"].Text()!)))
            .SelectMany(query => Query.Of(query.Text).All.Select(metric => (query.Where, Text: $"{metric.Metric}{{{string.Join(',', metric.Labels.Distinct(StringComparer.Ordinal).Select(label => $"{label}!=\"\""))}}}", metric.Metric)))
            .DistinctBy(metric => metric.Text, StringComparer.Ordinal).ToArray();
        Assert.All(s_missing.Keys, metric => Assert.Contains(asked, a => a.Metric == metric));
        await AllAnsweredAsync(asked.Where(metric => !IsMissing(metric.Metric)).Select(metric => (metric.Where, metric.Text)));
    }

    /// <summary>What is in no bucket with a bound is told as the highest bound: an alert that waits for more than that never rings.</summary>
    [PrometheusFact]
    public async Task Every_alert_on_a_quantile_waits_for_less_than_the_highest_bucket()
    {
        var quantiles = AlertTests.Rules.Select(rule => (Name: rule["alert"].Text()!, Parts: Quantile().Match(rule["expr"].Text()!))).Where(rule => rule.Parts.Success).ToArray();
        Assert.Equal(AlertTests.Rules.Count(rule => rule["expr"].Text()!.Contains("histogram_quantile", StringComparison.Ordinal)), quantiles.Length);
        Assert.NotEmpty(quantiles);
        foreach (var (name, parts) in quantiles)
        {
            double[] bounds = [];
            await AnsweredAsync(name, async () => (bounds = [.. (await scraped.Server.AskAsync("label/le/values", ("match[]", parts.Groups["metric"].Value))).Texts().Where(text => text != "+Inf").Select(text => double.Parse(text, CultureInfo.InvariantCulture))]).Length > 1, "buckets");
            Assert.True(double.Parse(parts.Groups["limit"].Value, CultureInfo.InvariantCulture) < bounds.Max(), $"{name}: the highest bucket is {bounds.Max()}");
        }
    }

    [PrometheusFact]
    public async Task Every_rule_is_evaluated_without_a_fault()
    {
        var rules = Array.Empty<JsonNode>();
        await AnsweredAsync("rules", async () =>
        {
            rules = [.. (await scraped.Server.AskAsync("rules"))["groups"].Items().SelectMany(group => group["rules"].Items())];
            return rules.All(rule => rule["health"].Text() is not "unknown");
        }, "evaluated");
        Assert.Equal(Sorted(AlertTests.Rules.Select(rule => rule["alert"])), Sorted(rules.Select(rule => rule["name"])), StringComparer.Ordinal);
        Assert.All(rules, rule => Assert.True(rule["health"].Text() is "ok", $"{rule["name"]}: {rule["lastError"]}"));
    }

    [PrometheusFact]
    public async Task What_Prometheus_looks_at_answers_and_keeps_the_names_of_the_processes()
    {
        await AnsweredAsync("targets", async () => (await scraped.Server.ValuesAsync("up == 1")).Length == 3, "up");
        await AnsweredAsync(
            "processes",
            async () => (await scraped.Server.AskAsync("query", ("query", "count by (job, instance) (dotnet_process_memory_working_set_bytes)")))["result"].Items()
                .Select(s => $"{s["metric"]!["job"]} {s["metric"]!["instance"]}").Order(StringComparer.Ordinal).SequenceEqual(["diten-client client", "diten-devices devices", "diten-silo silo-1", "diten-silo silo-2"], StringComparer.Ordinal),
            "all four tell");
        var labels = (await scraped.Server.AskAsync("labels")).Texts();
        foreach (var label in labels.Where(label => label is not "__name__"))
            Assert.DoesNotContain((await scraped.Server.AskAsync($"label/{label}/values")).Texts(), value => value.Contains("-device-", StringComparison.Ordinal));
    }

    [PrometheusFact]
    public async Task Every_variable_of_a_dashboard_has_values()
    {
        string[] stations = [network.Station, network.Macro];
        string[] silos = [ObservedNetwork.FirstSilo, ObservedNetwork.SecondSilo];
        foreach (var (metric, label) in Dashboards.Names.SelectMany(Dashboards.Variables))
        {
            var expected = (label == "station" ? stations : silos).Order(StringComparer.Ordinal);
            await AnsweredAsync(label, async () => (await scraped.Server.AskAsync($"label/{label}/values", ("match[]", metric))).Texts().Order(StringComparer.Ordinal).SequenceEqual(expected, StringComparer.Ordinal), metric);
        }
    }

    private static IEnumerable<string> Sorted(IEnumerable<JsonNode?> texts) => texts.Select(text => text.Text()!).Order(StringComparer.Ordinal);

    private static bool IsMissing(string metric) => s_missing.ContainsKey(metric);

    private async Task AllAnsweredAsync(IEnumerable<(string Where, string Text)> queries)
    {
        var open = queries.ToList();
        Assert.True(open.Count > 20, $"only {open.Count} queries");
        await AnsweredAsync(
            "queries",
            async () =>
            {
                foreach (var query in open.ToArray())
                {
                    if ((await scraped.Server.ValuesAsync(query.Text)).Length > 0) open.Remove(query);
                }
                return open.Count == 0;
            },
            () => string.Join("; ", open.Select(query => $"{query.Where}: {query.Text}")));
    }

    private Task AnsweredAsync(string where, Func<Task<bool>> condition, string what) => AnsweredAsync(where, condition, () => what);

    private Task AnsweredAsync(string where, Func<Task<bool>> condition, Func<string> what) => Eventually.BecomesAsync(
        async () =>
        {
            network.RequireAlive();
            await network.VisitAsync();
            return await condition() ? null : $"{where}: nothing for {what()}";
        },
        "Prometheus has it");

    [GeneratedRegex(@"^histogram_quantile\([\d.]+, sum by \([^)]*\) \(rate\((?<metric>\w+)(\{[^}]*\})?\[\w+\]\)\)\) > (?<limit>[\d.]+)$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Quantile();

    /// <summary>Prometheus over the network.</summary>
    public sealed class Scraped(ObservedNetwork network) : IAsyncLifetime
    {
        private PrometheusServer? _server;

        internal PrometheusServer Server => _server ?? throw new InvalidOperationException("not started");

        public async Task InitializeAsync()
        {
            if ((PrometheusServer.Missing ?? PostgresTools.Missing) is null) _server = await PrometheusServer.StartAsync(network.Observation);
        }

        public async Task DisposeAsync()
        {
            if (_server is not null) await _server.DisposeAsync();
        }
    }
}
