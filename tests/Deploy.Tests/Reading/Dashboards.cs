using System.Text.Json.Nodes;
using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Reading;

/// <summary>The dashboards of Grafana.</summary>
internal static class Dashboards
{
    public static string Folder { get; } = Repository.PathTo("deploy", "observability", "dashboards");

    public static string[] Names { get; } = ["allocator", "cluster", "learning", "network"];

    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;

    /// <summary>Every query of a dashboard with where it is and how its series are called.</summary>
    public static IEnumerable<(string Where, string Expression, string Legend)> Queries(string name) =>
        from panel in Read(name)["panels"].Items()
        from target in panel["targets"].Items()
        select ($"{name}: {panel["title"]}", target["expr"].Text()!, target["legendFormat"].Text()!);

    /// <summary>A query as Grafana sends it with everything chosen, at the shortest range that it takes: four looks of Prometheus, of 15 s each.</summary>
    public static string Filled(string expression) => expression
        .Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$station", ".*", StringComparison.Ordinal).Replace("$instance", ".*", StringComparison.Ordinal);

    /// <summary>The metric and the label that a variable lists the values of.</summary>
    public static IEnumerable<(string Metric, string Label)> Variables(string name) =>
        from variable in Read(name)["templating"]!["list"].Items()
        let words = variable["query"]!["query"].Text()!.Replace("label_values(", "", StringComparison.Ordinal).TrimEnd(')').Split(", ")
        select (words[0], words[1]);
}
