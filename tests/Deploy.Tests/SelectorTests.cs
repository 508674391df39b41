using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests;

/// <summary>What is meant by a label, a name or a port is there.</summary>
public sealed class SelectorTests
{
    public static TheoryData<string> Overlays => new(Overlay.Names);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_workload_selects_its_own_pods_and_no_others(string name)
    {
        var overlay = Overlay.Kept(name);
        Assert.All(overlay.Workloads.Where(w => w.Document["spec"]!["selector"] is not null), w => Assert.Equal([w.Title], Selected(overlay, w.Document["spec"]!["selector"]!), StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_service_leads_to_one_workload_and_to_ports_that_it_has(string name)
    {
        var overlay = Overlay.Kept(name);
        Assert.All(overlay.All("Service"), service =>
        {
            var title = Assert.Single(Selected(overlay, new JsonObject { ["matchLabels"] = service["spec"]!["selector"]!.DeepClone() }));
            var workload = overlay.Workloads.Single(w => w.Title == title);
            Assert.All(service["spec"]!["ports"].Items(), port => Assert.Contains(port["targetPort"].Text()!, workload.Ports));
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_StatefulSet_has_its_headless_service(string name)
    {
        var overlay = Overlay.Kept(name);
        Assert.All(overlay.All("StatefulSet"), set => overlay.One("Service", set["spec"]!["serviceName"].Text()!));
        Assert.Equal("None", overlay.One("Service", "diten-silo")["spec"]!["clusterIP"].Text());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Pods_are_spread_by_their_own_labels_over_nodes(string name)
    {
        var overlay = Overlay.Kept(name);
        foreach (var workload in new[] { "diten-silo", "diten-client" }.Select(overlay.WorkloadOf))
        {
            var spread = workload.Pod["topologySpreadConstraints"].Items().ToArray();
            Assert.Contains("kubernetes.io/hostname", spread.Select(s => s["topologyKey"].Text()), StringComparer.Ordinal);
            Assert.All(spread, s => Assert.Equal([workload.Title], Selected(overlay, s["labelSelector"]!), StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_disruption_budget_lets_one_silo_and_one_client_go_at_a_time(string name)
    {
        var overlay = Overlay.Kept(name);
        Assert.Equal(["diten-client", "diten-silo"], overlay.All("PodDisruptionBudget").Select(Overlay.NameOf), StringComparer.Ordinal);
        Assert.All(overlay.All("PodDisruptionBudget"), budget =>
        {
            Assert.Equal("1", budget["spec"]!["maxUnavailable"].Text());
            Assert.EndsWith("/" + Overlay.NameOf(budget), Assert.Single(Selected(overlay, budget["spec"]!["selector"]!)), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void An_autoscaler_owns_the_number_of_pods()
    {
        var overlay = Overlay.Kept("prod");
        Assert.Equal(["diten-client", "diten-silo"], overlay.All("HorizontalPodAutoscaler").Select(Overlay.NameOf), StringComparer.Ordinal);
        Assert.All(overlay.All("HorizontalPodAutoscaler"), scaler =>
        {
            var target = scaler["spec"]!["scaleTargetRef"]!;
            Assert.Null(overlay.One(target["kind"].Text()!, target["name"].Text()!)["spec"]!["replicas"]);
            Assert.True(scaler["spec"]!["minReplicas"].Number() >= 2, "the loss of one must not be the loss of all");
            Assert.True(scaler["spec"]!["maxReplicas"].Number() > scaler["spec"]!["minReplicas"].Number());
            // A silo hands over what it holds when it leaves: one at a time.
            Assert.All(scaler["spec"]!["behavior"]!["scaleDown"]!["policies"].Items(), p => Assert.Equal(("Pods", "1"), (p["type"].Text(), p["value"].Text())));
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Everything_is_in_the_overlays_namespace(string name)
    {
        var overlay = Overlay.Kept(name);
        var space = Assert.Single(overlay.All("Namespace"));
        Assert.Equal("restricted", space["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"].Text());
        Assert.All(overlay.Documents.Except([space]), d => Assert.Equal(Overlay.NameOf(space), d["metadata"]!["namespace"].Text()));
    }

    /// <summary>Titles of the workloads whose pods a selector means.</summary>
    internal static string[] Selected(Overlay overlay, JsonNode selector) => [.. overlay.Workloads.Where(w => Matches(selector, w.Template["metadata"]!["labels"]!)).Select(w => w.Title)];

    private static bool Matches(JsonNode selector, JsonNode labels) =>
        (selector["matchLabels"]?.AsObject() ?? []).All(l => labels[l.Key].Text() == l.Value.Text())
        && selector["matchExpressions"].Items().All(e =>
        {
            Assert.Equal("In", e["operator"].Text());
            return e["values"].Texts().Contains(labels[e["key"].Text()!].Text(), StringComparer.Ordinal);
        });
}
