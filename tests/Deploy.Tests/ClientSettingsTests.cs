using System.Text.Json.Nodes;
using Diten.Client.Cluster;
using Diten.Deploy.Tests.Reading;
using Diten.Observability;
using Diten.Security;

namespace Diten.Deploy.Tests;

/// <summary>The arguments, ports and times of the clients' pods against the options of the client's code.</summary>
public sealed class ClientSettingsTests
{
    public static TheoryData<string> Overlays => new(Overlay.Names);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_is_a_client_of_the_silos_cluster(string overlay)
    {
        var (client, silo) = (Overlay.Kept(overlay).WorkloadOf("diten-client"), Overlay.Kept(overlay).WorkloadOf("diten-silo"));
        var (arguments, settings) = (ClientArguments.Of(client.Arguments), SiloEnvironment.Read(silo.Environment()));
        Assert.Equal(("postgres", settings.Cluster.Id, settings.Cluster.Service), (arguments.Clustering, arguments.Cluster, arguments.Service));
        Assert.Equal(Workload.Connection, client.Environment()["DITEN_CONNECTION"]);
    }

    [Fact]
    public void Devs_devices_are_clients_of_the_silos_cluster_too()
    {
        var (devices, client) = (Overlay.Kept("dev").WorkloadOf("diten-devices"), Overlay.Kept("dev").WorkloadOf("diten-client"));
        ClientArguments.Parse(devices.Container["args"].Texts());
        // The same way to the same cluster: what follows the command, up to the address that a dashboard listens at.
        Assert.Equal(client.Arguments.Skip(1).TakeWhile(a => a != "--url"), devices.Arguments.Skip(1).TakeWhile(a => a != "--station"), StringComparer.Ordinal);
        Assert.Equal(client.Container["image"].Text(), devices.Container["image"].Text());
        Assert.Equal(client.Environment().Keys, devices.Environment().Keys);
        Assert.Equal(client.Environment()["DITEN_CONNECTION"], devices.Environment()["DITEN_CONNECTION"]);
    }

    [KubectlTheory]
    [InlineData("devices")]
    [InlineData("bridge")]
    public void A_component_in_prod_speaks_TLS_and_reaches_its_database_as_its_client_does(string component)
    {
        var overlay = Variant.Of("prod", $"  # - ../../{component}", $"  - ../../{component}");
        var (workload, client) = (overlay.WorkloadOf($"diten-{component}"), overlay.WorkloadOf("diten-client"));
        Assert.True(TlsOf(client).IsOn);
        Assert.Equal(TlsOf(client), TlsOf(workload));
        Assert.Equal(client.Arguments.Skip(1).TakeWhile(a => a != "--url"), workload.Arguments.Skip(1).TakeWhile(a => a is not ("--station" or "--broker")), StringComparer.Ordinal);
        Assert.Equal(client.Container["image"].Text(), workload.Container["image"].Text());
        string[] volumes = ["database-authority", "tls"];
        Assert.All(volumes, name => Assert.True(JsonNode.DeepEquals(VolumeOf(client, name), VolumeOf(workload, name)), name));
        Assert.All(volumes, name => Assert.True(JsonNode.DeepEquals(MountOf(client, name), MountOf(workload, name)), name));
        Assert.Contains(workload.Title, SelectorTests.Selected(overlay, overlay.One("NetworkPolicy", "diten-database")["spec"]!["podSelector"]!), StringComparer.Ordinal);
        var talks = NetworkPolicyTests.Pairs(overlay).Where(pair => pair.From == workload.Name).Select(pair => (pair.To, pair.Port)).Order().ToArray();
        Assert.Equal([("diten-silo", "gateway"), ("otel-collector", "otlp")], talks);

        static TlsFiles TlsOf(Workload workload) => ClientArguments.TlsOf(ClientArguments.Parse(workload.Container["args"].Texts()));

        static JsonNode VolumeOf(Workload workload, string name) => workload.Pod["volumes"].Items().Single(v => v["name"].Text() == name);

        static JsonNode MountOf(Workload workload, string name) => workload.Container["volumeMounts"].Items().Single(m => m["name"].Text() == name);
    }

    [KubectlFact]
    public void The_bridge_reaches_the_broker_that_it_is_given_and_reads_its_password_from_a_Secret()
    {
        var overlay = Variant.Of("prod", "  # - ../../bridge", "  - ../../bridge");
        var bridge = overlay.WorkloadOf("diten-bridge");
        var broker = new Uri("mqtt://" + ClientArguments.Parse(bridge.Arguments).GetValue<string>("--broker"));
        var rule = Assert.Single(overlay.One("NetworkPolicy", "diten-bridge")["spec"]!["egress"].Items(), r => r["to"].Items().Any(to => to["ipBlock"] is not null));
        Assert.Equal(broker.Port, Assert.Single(rule["ports"].Items())["port"].Number());
        var password = Assert.Single(bridge.Container["env"].Items(), v => v["name"].Text() == "DITEN_MQTT_PASSWORD");
        Assert.Equal(("diten-mqtt", "password"), (password["valueFrom"]!["secretKeyRef"]!["name"].Text(), password["valueFrom"]!["secretKeyRef"]!["key"].Text()));
        Assert.Empty(bridge.Ports);
        Assert.True(bridge.SecondsToStop > new Client.Bridge.BridgeOptions().StopPatience.TotalSeconds + 3 + OtlpExport.Patience.TotalSeconds);
        // Two of them under one client id would throw each other out.
        Assert.Equal((1, "Recreate"), (bridge.Document["spec"]!["replicas"].Number(), bridge.Document["spec"]!["strategy"]!["type"].Text()));
        var security = bridge.Container["securityContext"]!;
        Assert.Equal(("true", "false"), (security["readOnlyRootFilesystem"].Text(), security["allowPrivilegeEscalation"].Text()));
    }

    [Fact]
    public void In_prod_silos_and_clients_show_each_other_certificates_of_one_authority()
    {
        var (client, silo) = (Overlay.Kept("prod").WorkloadOf("diten-client"), Overlay.Kept("prod").WorkloadOf("diten-silo"));
        var (files, settings) = (ClientArguments.Of(client.Arguments).Tls, SiloEnvironment.Read(silo.Environment()));
        Assert.True(files.IsOn && settings.Tls.IsOn());
        Assert.Equal(settings.Tls.Files(), files);
        Assert.All(new[] { client, silo }, w => Assert.Equal(MountedCertificates.Secret, w.Pod["volumes"].Items().Single(v => v["name"].Text() == "tls")["secret"]!["secretName"].Text()));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_listens_on_every_address_at_the_port_that_is_named(string overlay)
    {
        var client = Overlay.Kept(overlay).WorkloadOf("diten-client");
        var url = Assert.Single(ClientArguments.Of(client.Arguments).Urls);
        Assert.Equal(("0.0.0.0", client.Ports["http"]), (url.Host, url.Port));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_answers_to_the_names_by_which_the_Ingress_and_the_probes_come(string overlay)
    {
        var client = Overlay.Kept(overlay).WorkloadOf("diten-client");
        var known = ClientArguments.Of(client.Arguments).AllowedHosts;
        var ingress = Overlay.Kept(overlay).One("Ingress", "diten-client")["spec"]!;
        Assert.All(ingress["rules"].Items(), r => Assert.Contains(r["host"].Text()!, known, StringComparer.Ordinal));
        Assert.All(client.Probes, p => Assert.Contains(Assert.Single(p.Probe["httpGet"]!["httpHeaders"].Items(), h => h["name"].Text() == "Host")["value"].Text()!, known, StringComparer.Ordinal));
        Assert.All(ingress["tls"].Items(), t => Assert.Equal(ingress["rules"].Items().Select(r => r["host"].Text()), t["hosts"].Texts(), StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void The_Ingress_leads_to_its_service(string overlay)
    {
        var rendered = Overlay.Kept(overlay);
        var backend = Assert.Single(Assert.Single(rendered.One("Ingress", "diten-client")["spec"]!["rules"].Items())["http"]!["paths"].Items())["backend"]!["service"]!;
        var service = rendered.One("Service", backend["name"].Text()!);
        Assert.Contains(backend["port"]!["name"].Text(), service["spec"]!["ports"].Items().Select(p => p["name"].Text()), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_probe_waits_longer_than_a_call_may_take(string overlay)
    {
        var ready = Overlay.Kept(overlay).WorkloadOf("diten-client").Probes.Single(p => p.Name == "readinessProbe").Probe;
        Assert.True(ready["timeoutSeconds"].Number() > new ClusterOptions().CallTimeout.TotalSeconds);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_is_given_the_time_to_end(string overlay)
    {
        // The web host gives requests 30 s, the connection to the cluster is closed within 3 s, and a collector may not answer.
        var web = new Microsoft.Extensions.Hosting.HostOptions().ShutdownTimeout.TotalSeconds;
        var (client, export) = (Overlay.Kept(overlay).WorkloadOf("diten-client"), OtlpExport.Patience.TotalSeconds);
        Assert.True(client.SecondsToStop > web + 3 + export, $"killed after {client.SecondsToStop} s, may take {web} s, 3 s and {export} s");
    }
}
