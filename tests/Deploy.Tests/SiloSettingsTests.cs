using System.Globalization;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests;

/// <summary>The variables, ports and times of the silos' pods against the settings that the silo's code reads from them.</summary>
public sealed class SiloSettingsTests
{
    public static TheoryData<string> Overlays => new(Overlay.Names);

    [Theory]
    [MemberData(nameof(Overlays))]
    public void The_silo_takes_its_variables(string overlay)
    {
        var silo = Overlay.Kept(overlay).WorkloadOf("diten-silo");
        var settings = SiloEnvironment.Read(silo.Environment());
        SiloEnvironment.CheckCluster(settings, Workload.PodAddress);
        Assert.Equal(Workload.Connection, settings.Postgres.ConnectionString);
        Assert.Equal(["silo"], silo.Container["args"].Texts());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Its_ports_are_those_that_it_listens_on(string overlay)
    {
        var silo = Overlay.Kept(overlay).WorkloadOf("diten-silo");
        var settings = SiloEnvironment.Read(silo.Environment());
        Assert.Equal(
            new Dictionary<string, int>(StringComparer.Ordinal) { ["silo"] = settings.Network.SiloPort, ["gateway"] = settings.Network.GatewayPort, ["health"] = settings.Health.Port },
            silo.Ports);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_is_given_the_time_to_drain(string overlay)
    {
        var silo = Overlay.Kept(overlay).WorkloadOf("diten-silo");
        var drain = SiloEnvironment.Read(silo.Environment()).Drain.Seconds;
        Assert.True(silo.SecondsToStop >= drain + 10, $"killed after {silo.SecondsToStop} s, but may drain for {drain} s and then closes its stores");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void It_is_given_the_time_to_start_after_the_loss_of_all(string overlay)
    {
        var silo = Overlay.Kept(overlay).WorkloadOf("diten-silo");
        var startup = silo.Probes.Single(p => p.Name == "startupProbe").Probe;
        var patience = startup["periodSeconds"].Number() * startup["failureThreshold"].Number();
        // Three signs of life of those that were lost must be missing before the first to return goes on.
        var wait = 3 * SiloEnvironment.Read(silo.Environment()).Clustering.AliveSeconds;
        Assert.True(patience >= 2 * wait, $"given up after {patience} s, but may wait {wait} s");
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void The_schema_job_runs_the_same_program_on_the_same_database(string overlay)
    {
        var (job, silo) = (Overlay.Kept(overlay).WorkloadOf("diten-schema"), Overlay.Kept(overlay).WorkloadOf("diten-silo"));
        Assert.Equal(silo.Container["image"].Text(), job.Container["image"].Text());
        Assert.Equal(["db", "init"], job.Container["args"].Texts());
        Assert.Equal(silo.Environment()["DITEN__POSTGRES__CONNECTIONSTRING"], job.Environment()["DITEN__POSTGRES__CONNECTIONSTRING"]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Two_silos_can_be_told_apart_in_what_they_measure(string overlay)
    {
        var silo = Overlay.Kept(overlay).WorkloadOf("diten-silo");
        Assert.Equal("service.instance.id=diten-silo-0", silo.Environment()["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.Equal($"http://otel-collector:{Overlay.Kept(overlay).WorkloadOf("otel-collector").Ports["otlp"].ToString(CultureInfo.InvariantCulture)}", silo.Environment()["OTEL_EXPORTER_OTLP_ENDPOINT"]);
    }
}
