using System.Text.RegularExpressions;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests;

/// <summary>What holds for every pod: it may do nothing that it need not, takes no more than it is given, and is asked how it is.</summary>
public sealed class WorkloadTests
{
    public static TheoryData<string, string> Workloads
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Overlay.Names)
            {
                foreach (var workload in Overlay.Kept(name).Workloads) data.Add(name, workload.Name);
            }
            return data;
        }
    }

    [Fact]
    public void Both_overlays_have_silos_clients_the_schema_and_what_watches_them()
    {
        string[] common = ["Deployment/alertmanager", "Deployment/diten-client", "Deployment/grafana", "Deployment/jaeger", "Deployment/otel-collector", "Job/diten-schema", "StatefulSet/diten-silo", "StatefulSet/prometheus"];
        Assert.Equal(common, Overlay.Kept("prod").Workloads.Select(w => w.Title), StringComparer.Ordinal);
        Assert.Equal(common.Append("StatefulSet/postgres").Append("Deployment/diten-devices").Order(StringComparer.Ordinal), Overlay.Kept("dev").Workloads.Select(w => w.Title).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void A_pod_is_not_root_and_knows_no_credentials_of_the_cluster(string overlay, string name)
    {
        var pod = Overlay.Kept(overlay).WorkloadOf(name).Pod;
        Assert.Equal("false", pod["automountServiceAccountToken"].Text());
        Assert.Equal("false", pod["enableServiceLinks"].Text());
        var security = pod["securityContext"]!;
        Assert.Equal("true", security["runAsNonRoot"].Text());
        Assert.True(security["runAsUser"].Number() > 0);
        Assert.Equal("RuntimeDefault", security["seccompProfile"]!["type"].Text());
        Assert.Null(pod["hostNetwork"]);
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void A_container_writes_only_where_it_is_told_and_has_no_capability(string overlay, string name)
    {
        var workload = Overlay.Kept(overlay).WorkloadOf(name);
        var security = workload.Container["securityContext"]!;
        Assert.Equal("true", security["readOnlyRootFilesystem"].Text());
        Assert.Equal("false", security["allowPrivilegeEscalation"].Text());
        Assert.Equal(["ALL"], security["capabilities"]!["drop"].Texts(), StringComparer.Ordinal);
        var volumes = workload.Pod["volumes"].Items().Select(v => v["name"].Text()).Concat(workload.Document["spec"]!["volumeClaimTemplates"].Items().Select(c => c["metadata"]!["name"].Text())).Order(StringComparer.Ordinal);
        Assert.Equal(volumes, workload.Container["volumeMounts"].Items().Select(m => m["name"].Text()).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void A_container_has_its_share_and_a_pinned_image(string overlay, string name)
    {
        var container = Overlay.Kept(overlay).WorkloadOf(name).Container;
        Assert.NotNull(container["resources"]!["requests"]!["cpu"].Text());
        Assert.NotNull(container["resources"]!["requests"]!["memory"].Text());
        Assert.NotNull(container["resources"]!["limits"]!["memory"].Text());
        Assert.Matches(Images.Pinned, container["image"].Text());
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void A_service_has_all_probes_at_ports_that_it_has(string overlay, string name)
    {
        var workload = Overlay.Kept(overlay).WorkloadOf(name);
        // They serve nobody.
        if (workload.Title.StartsWith("Job/", StringComparison.Ordinal) || name == "diten-devices")
        {
            Assert.Empty(workload.Ports);
            return;
        }
        Assert.Equal(["startupProbe", "livenessProbe", "readinessProbe"], workload.Probes.Select(p => p.Name), StringComparer.Ordinal);
        Assert.All(workload.Probes, p => Assert.True(p.Probe["exec"] is not null || workload.Ports.ContainsKey(p.Probe["httpGet"]!["port"].Text()!), p.Name));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Secrets_are_named_and_hold_no_value_here(string overlay, string name)
    {
        var secret = new Regex("PASSWORD|SECRET|TOKEN|CONNECTION(STRING)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        var held = Overlay.Kept(overlay).WorkloadOf(name).Container["env"].Items().Where(v => secret.IsMatch(v["name"].Text()!) && v["value"] is not null);
        Assert.Empty(held);
        Assert.Empty(Overlay.Kept(overlay).All("Secret"));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void What_it_reads_from_ConfigMaps_is_there(string overlay, string name)
    {
        var rendered = Overlay.Kept(overlay);
        var workload = rendered.WorkloadOf(name);
        var wanted = workload.Container["envFrom"].Items().Select(e => e["configMapRef"]!["name"].Text()!)
            .Concat(workload.Pod["volumes"].Items().Select(v => v["configMap"]?["name"].Text()).OfType<string>());
        Assert.All(wanted, w => rendered.One("ConfigMap", w));
    }
}
