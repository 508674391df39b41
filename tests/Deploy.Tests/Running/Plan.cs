using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;

namespace Diten.Deploy.Tests.Running;

/// <summary>A request that asks a container how it is.</summary>
/// <param name="Port">The port in the container.</param>
/// <param name="Path">Path.</param>
/// <param name="Host">The host name that it carries.</param>
internal sealed record Probe(int Port, string Path, string Host);

/// <summary>What a container starts with.</summary>
/// <param name="Words">What is executed.</param>
/// <param name="Environment">Its variables.</param>
/// <param name="Probes">How it is asked how it is.</param>
internal sealed record Start(string[] Words, Dictionary<string, string> Environment, Probe[] Probes)
{
    /// <summary>The same, for a silo, on other ports: for silos, for clients, of its health.</summary>
    public Start Listen(int[] ports)
    {
        string[] names = ["DITEN__NETWORK__SILOPORT", "DITEN__NETWORK__GATEWAYPORT", "DITEN__HEALTH__PORT"];
        foreach (var (name, port) in names.Zip(ports)) Environment[name] = port.ToString(CultureInfo.InvariantCulture);
        return this;
    }
}

/// <summary>The containers of a deployment as processes of this machine: the same words and variables, but on loopback and free ports.</summary>
/// <param name="Schema">The job.</param>
/// <param name="Silos">Two silos.</param>
/// <param name="Client">The client.</param>
/// <param name="Host">The host name by which people come.</param>
internal sealed record Plan(Start Schema, Start[] Silos, Start Client, string Host)
{
    /// <summary>Every deployment.</summary>
    public static string[] Names { get; } = [.. Overlay.Names, "compose"];

    /// <summary>The plan of a deployment.</summary>
    public static Plan Of(string name, string connection) => name == "compose" ? OfCompose(connection) : OfOverlay(Overlay.Kept(name), connection);

    private static Plan OfCompose(string connection)
    {
        Start Service(string name, string image, Probe[] probes) => new(
            [.. Dockerfile.Chain(image)[^1].Words("ENTRYPOINT"), .. Compose.Services[name]["command"] is { } command ? command.Texts() : Dockerfile.Chain(image)[^1].Words("CMD")],
            Merge(Dockerfile.Environment(image), Compose.Environment(name), connection),
            probes);
        return new(Service("schema", "silo", []), [Service("silo-1", "silo", []), Service("silo-2", "silo", [])], Service("client", "client", []), "127.0.0.1");
    }

    private static Plan OfOverlay(Overlay overlay, string connection)
    {
        Start Workload(string name, string image)
        {
            var workload = overlay.WorkloadOf(name);
            return new(
                [.. Dockerfile.Chain(image)[^1].Words("ENTRYPOINT"), .. workload.Arguments],
                Merge(Dockerfile.Environment(image), workload.Environment(), connection),
                [.. workload.Probes.Select(p => ProbeOf(workload, p.Probe["httpGet"]!))]);
        }
        var host = overlay.One("Ingress", "diten-client")["spec"]!["rules"].Items().Single()["host"].Text()!;
        return new(Workload("diten-schema", "silo"), [Workload("diten-silo", "silo"), Workload("diten-silo", "silo")], Workload("diten-client", "client"), host);
    }

    // Unless told otherwise a probe carries the pod's address, as the node's agent sends it.
    private static Probe ProbeOf(Workload workload, JsonNode get)
    {
        var port = workload.Ports[get["port"].Text()!];
        var host = get["httpHeaders"].Items().SingleOrDefault(h => h["name"].Text() == "Host")?["value"].Text();
        return new Probe(port, get["path"].Text()!, host ?? string.Create(CultureInfo.InvariantCulture, $"{Reading.Workload.PodAddress}:{port}"));
    }

    private static Dictionary<string, string> Merge(Dictionary<string, string> image, Dictionary<string, string> container, string connection)
    {
        foreach (var (key, value) in container) image[key] = value;
        foreach (var key in new[] { "DITEN__POSTGRES__CONNECTIONSTRING", "DITEN_CONNECTION" }) if (image.ContainsKey(key)) image[key] = connection;
        foreach (var key in new[] { "DITEN__NETWORK__ADVERTISE", "DITEN__HEALTH__ADDRESS" }) if (image.ContainsKey(key)) image[key] = "127.0.0.1";
        // Nobody listens there: what is measured is lost, and nothing else may be.
        if (image.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT")) image["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9";
        return image;
    }

    /// <summary>Ports that nobody has.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = Array.ConvertAll(listeners, l => ((IPEndPoint)l.LocalEndpoint).Port);
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
