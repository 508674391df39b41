using System.Globalization;
using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests;

/// <summary>Who may talk to whom: everything that is needed, and nothing else.</summary>
public sealed class NetworkPolicyTests
{
    private static readonly (string From, string To, string Port)[] s_needed =
    [
        ("diten-silo", "diten-silo", "silo"),
        ("diten-client", "diten-silo", "gateway"),
        ("diten-silo", "otel-collector", "otlp"),
        ("diten-client", "otel-collector", "otlp"),
        ("otel-collector", "jaeger", "otlp"),
        ("prometheus", "otel-collector", "metrics"),
        ("prometheus", "otel-collector", "own-metrics"),
        ("prometheus", "alertmanager", "http"),
        ("grafana", "prometheus", "http"),
        ("grafana", "jaeger", "ui"),
    ];

    private static readonly (string From, string To, string Port)[] s_ofDev =
    [
        ("diten-silo", "postgres", "postgres"),
        ("diten-client", "postgres", "postgres"),
        ("diten-schema", "postgres", "postgres"),
        ("diten-devices", "postgres", "postgres"),
        ("diten-devices", "diten-silo", "gateway"),
        ("diten-devices", "otel-collector", "otlp"),
    ];

    public static TheoryData<string> Overlays => new(Overlay.Names);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void What_is_not_allowed_is_denied(string name)
    {
        var deny = Overlay.Kept(name).One("NetworkPolicy", "default-deny")["spec"]!;
        Assert.Empty(deny["podSelector"]!.AsObject());
        Assert.Equal(["Ingress", "Egress"], deny["policyTypes"].Texts());
        Assert.Null(deny["ingress"] ?? deny["egress"]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Pods_may_talk_to_whom_they_must_and_to_nobody_else(string name)
    {
        var overlay = Overlay.Kept(name);
        var needed = name == "dev" ? s_needed.Concat(s_ofDev) : s_needed;
        Assert.Equal(needed.Order(), Pairs(overlay).Order());
    }

    [Fact]
    public void A_database_outside_is_reached_by_those_who_need_it()
    {
        var overlay = Overlay.Kept("prod");
        var policy = overlay.One("NetworkPolicy", "diten-database");
        Assert.Equal(["Deployment/diten-client", "Job/diten-schema", "StatefulSet/diten-silo"], SelectorTests.Selected(overlay, policy["spec"]!["podSelector"]!), StringComparer.Ordinal);
        var rule = Assert.Single(policy["spec"]!["egress"].Items());
        Assert.NotNull(Assert.Single(rule["to"].Items())["ipBlock"]!["cidr"].Text());
        Assert.Equal("5432", Assert.Single(rule["ports"].Items())["port"].Text());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Everybody_may_ask_for_names_and_the_Ingress_reaches_the_client(string name)
    {
        var overlay = Overlay.Kept(name);
        var names = overlay.One("NetworkPolicy", "names")["spec"]!;
        Assert.Empty(names["podSelector"]!.AsObject());
        Assert.Equal(["53/UDP", "53/TCP"], Assert.Single(names["egress"].Items())["ports"].Items().Select(p => $"{p["port"].Text()}/{p["protocol"].Text()}"), StringComparer.Ordinal);
        var client = overlay.One("NetworkPolicy", "diten-client")["spec"]!["ingress"].Items();
        Assert.Contains(client, rule => rule["from"].Items().Any(f => f["namespaceSelector"] is not null) && rule["ports"].Items().Any(p => p["port"].Text() == "http"));
    }

    /// <summary>Every pair of workloads of which one may send and the other may be sent to, at a port that it has.</summary>
    internal static IEnumerable<(string From, string To, string Port)> Pairs(Overlay overlay)
    {
        var sends = Rules(overlay, "egress", "to").ToArray();
        foreach (var (to, from, port) in Rules(overlay, "ingress", "from"))
        {
            // An ingress rule may name the port of the pod; an egress rule has the number.
            var number = overlay.WorkloadOf(to).Ports[port].ToString(CultureInfo.InvariantCulture);
            if (sends.Contains((from, to, number))) yield return (from, to, port);
        }
        foreach (var (from, to, number) in sends)
        {
            var port = overlay.WorkloadOf(to).Ports.Single(p => p.Value == int.Parse(number, CultureInfo.InvariantCulture)).Key;
            Assert.Contains((to, from, port), Rules(overlay, "ingress", "from"));
        }
    }

    private static IEnumerable<(string Who, string Other, string Port)> Rules(Overlay overlay, string direction, string side) =>
        from policy in overlay.All("NetworkPolicy")
        from rule in policy["spec"]![direction].Items()
        from other in rule[side].Items()
        where other["podSelector"] is not null && other["namespaceSelector"] is null
        from me in SelectorTests.Selected(overlay, policy["spec"]!["podSelector"]!)
        from they in SelectorTests.Selected(overlay, other["podSelector"]!)
        from port in rule["ports"].Items()
        select (Short(me), Short(they), port["port"].Text()!);

    private static string Short(string title) => title[(title.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
