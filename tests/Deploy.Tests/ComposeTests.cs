using System.Globalization;
using System.Net;
using Diten.Architecture.Tests;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests;

/// <summary>The compose file against the code's options.</summary>
public sealed class ComposeTests
{
    private static readonly string[] s_own = ["schema", "silo-1", "silo-2", "client", "devices"];

    public static TheoryData<string> Silos => new("silo-1", "silo-2");

    public static TheoryData<string> Services => new(Compose.Services.Keys);

    [Fact]
    public void Everything_is_there() => Assert.Equal(
        ["alertmanager", "client", "devices", "grafana", "jaeger", "otel-collector", "postgres", "prometheus", "schema", "silo-1", "silo-2"],
        Compose.Services.Keys.Order(StringComparer.Ordinal),
        StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Silos))]
    public void A_silo_takes_its_variables_and_has_the_time_to_drain(string name)
    {
        var silo = Compose.Services[name];
        var settings = SiloEnvironment.Read(Compose.Environment(name));
        var address = silo["networks"]!["diten"]!["ipv4_address"].Text()!;
        SiloEnvironment.CheckCluster(settings, address);
        Assert.True(IPNetwork.Parse(Assert.Single(Compose.File["networks"]!["diten"]!["ipam"]!["config"].Items())["subnet"].Text()!).Contains(IPAddress.Parse(address)));
        var grace = int.Parse(silo["stop_grace_period"].Text()!.TrimEnd('s'), CultureInfo.InvariantCulture);
        Assert.True(grace >= settings.Drain.Seconds + 10, $"killed after {grace} s, may drain for {settings.Drain.Seconds} s");
        Assert.Equal($"service.instance.id={name}", Compose.Environment(name)["OTEL_RESOURCE_ATTRIBUTES"]);
    }

    [Fact]
    public void The_client_is_one_of_the_silos_cluster_at_the_port_that_is_published()
    {
        var arguments = ClientArguments.Of(Compose.Services["client"]["command"].Texts());
        var settings = SiloEnvironment.Read(Compose.Environment("silo-1"));
        Assert.Equal(("postgres", settings.Cluster.Id, settings.Cluster.Service), (arguments.Clustering, arguments.Cluster, arguments.Service));
        var url = Assert.Single(arguments.Urls);
        Assert.Equal("0.0.0.0", url.Host);
        Assert.Equal($"127.0.0.1:{url.Port}:{url.Port}", Assert.Single(Compose.Services["client"]["ports"].Texts()));
        ClientArguments.Parse(Compose.Services["devices"]["command"].Texts());
        Assert.Equal(["db", "init"], Compose.Services["schema"]["command"].Texts());
    }

    [Fact]
    public void Everybody_means_the_same_database()
    {
        var connection = Compose.Environment("schema")["DITEN__POSTGRES__CONNECTIONSTRING"];
        Assert.All(s_own, s => Assert.Contains(connection, Compose.Environment(s).Values, StringComparer.Ordinal));
        var parts = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        var postgres = Compose.Environment("postgres");
        Assert.Contains(parts.Host, Compose.Services.Keys, StringComparer.Ordinal);
        Assert.Equal((postgres["POSTGRES_DB"], postgres["POSTGRES_USER"], postgres["POSTGRES_PASSWORD"]), (parts.Database, parts.Username, parts.Password));
    }

    // Compose stops a service after those that name it, and not after those that need it by way of a job that has ended.
    [Fact]
    public void What_is_needed_to_end_well_is_stopped_last()
    {
        Assert.All(s_own.Except(["schema"], StringComparer.Ordinal), s => Assert.Contains("postgres", Needs(s), StringComparer.Ordinal));
        Assert.All(s_own.Except(["schema"], StringComparer.Ordinal), s => Assert.Contains("otel-collector", Needs(s), StringComparer.Ordinal));
        Assert.Contains("jaeger", Needs("otel-collector"), StringComparer.Ordinal);
        foreach (var service in new[] { "client", "devices" }) Assert.Superset(new HashSet<string>(["silo-1", "silo-2"], StringComparer.Ordinal), Needs(service));

        static HashSet<string> Needs(string service) => Compose.Services[service]["depends_on"]!.AsObject().Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
    }

    // A volume of the image that the file does not speak of stays behind without a name after every `down`.
    [Fact]
    public void No_volume_of_our_images_is_left_behind() => Assert.All(s_own, name =>
    {
        var service = Compose.Services[name];
        var volumes = Dockerfile.Chain(service["build"]!["target"].Text()!).SelectMany(stage => stage.All("VOLUME"));
        Assert.Subset(service["tmpfs"].Texts().ToHashSet(StringComparer.Ordinal), volumes.ToHashSet(StringComparer.Ordinal));
    });

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_pinned_bounded_and_published_to_this_machine_only(string name)
    {
        var service = Compose.Services[name];
        Assert.Matches(Images.Pinned, service["image"].Text());
        Assert.NotNull(service["mem_limit"].Text());
        Assert.Contains("no-new-privileges:true", service["security_opt"].Texts(), StringComparer.Ordinal);
        Assert.All(service["ports"].Texts(), p => Assert.StartsWith("127.0.0.1:", p, StringComparison.Ordinal));
        // The database's image prepares its folder as root and then steps down.
        if (name == "postgres") return;
        Assert.Equal("true", service["read_only"].Text());
        Assert.Equal(["ALL"], service["cap_drop"].Texts(), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void What_a_service_builds_mounts_or_waits_for_is_there(string name)
    {
        var service = Compose.Services[name];
        if (service["build"] is { } build)
        {
            var context = Path.GetFullPath(Path.Combine(Repository.PathTo("deploy", "docker"), build["context"].Text()!));
            Assert.Equal(Repository.Root, context);
            Assert.True(File.Exists(Path.Combine(context, build["dockerfile"].Text()!)));
            Assert.Contains(build["target"].Text(), Dockerfile.Stages.Select(s => s.Name), StringComparer.Ordinal);
        }
        Assert.All(service["volumes"].Texts().Select(v => v.Split(':')[0]), source => Assert.True(
            Path.Exists(Path.Combine(Repository.PathTo("deploy", "docker"), source)) || Compose.File["volumes"]!.AsObject().ContainsKey(source), source));
        Assert.All(service["depends_on"]?.AsObject() ?? [], d => Assert.Contains(d.Key, Compose.Services.Keys, StringComparer.Ordinal));
    }

    [Fact]
    public void Compose_and_Kubernetes_run_the_same_versions()
    {
        var compose = Compose.Services.Values.Select(s => s["image"].Text()).ToHashSet(StringComparer.Ordinal);
        Assert.All(Overlay.Kept("dev").Workloads, w => Assert.Contains(w.Container["image"].Text(), compose));
    }
}
