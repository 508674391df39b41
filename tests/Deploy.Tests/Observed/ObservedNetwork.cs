using System.Globalization;
using System.Net;
using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Running;
using Diten.Grains.Placement;
using Orleans.Runtime;

namespace Diten.Deploy.Tests.Observed;

/// <summary>Those who look at the one network.</summary>
[CollectionDefinition(nameof(ObservedNetwork))]
public sealed class ObservedCollection : ICollectionFixture<ObservedNetwork>;

/// <summary>
/// The network of the compose file as five processes: PostgreSQL, two silos, the client, and devices that learn until the end.
/// What they export by gRPC, the default, arrives at a receiver of the test's, through a real collector where one is installed.
/// </summary>
public sealed class ObservedNetwork : IAsyncLifetime
{
    public const string FirstSilo = "silo-1";
    public const string SecondSilo = "silo-2";
    public const string Client = "client";
    public const string Devices = "devices";

    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly List<DitenProgram> _programs = [];
    private PostgresServer? _server;
    private Observation? _observation;

    internal Observation Observation => _observation ?? throw new InvalidOperationException("not started");

    internal OtlpReceiver Receiver => Observation.Receiver;

    /// <summary>A station on the first silo.</summary>
    internal string Station { get; private set; } = "";

    /// <summary>Its macro base station, on the second one.</summary>
    internal string Macro { get; private set; } = "";

    /// <summary>The client's API and pages.</summary>
    internal Uri Pages { get; private set; } = new("http://127.0.0.1");

    /// <summary>What the programs wrote.</summary>
    internal string Said => string.Join("\n---\n", _programs.Select(program => program.Said).Append(_observation?.Collector?.Said ?? ""));

    public async Task InitializeAsync()
    {
        if (PostgresTools.Missing is not null) return;
        _server = await PostgresServer.StartAsync();
        _observation = await Observation.StartAsync();
        var plan = Plan.Of("compose", _server.ConnectionString);
        var (code, said) = await DitenProgram.RunAsync(plan.Schema.Words, plan.Schema.Environment);
        Assert.True(code == 0, said);

        var ports = Plan.FreePorts(7);
        var silos = plan.Silos.Select((silo, i) => silo.Listen(ports[(3 * i)..])).ToArray();
        (Station, Macro) = (NameAt(ports[0], "bs", ports), NameAt(ports[3], "macro", ports));
        Pages = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[6]}"));
        foreach (var silo in silos) Start(silo.Words, silo.Environment);
        Start([.. plan.Client.Words.Select(word => word == "http://0.0.0.0:5080" ? Pages.OriginalString : word)], plan.Client.Environment);
        string[] devices =
        [
            .. plan.Client.Words[..2], "devices", "--clustering", "postgres", "--station", Station, "--macro", Macro, "--devices", "10", "--participants", "4",
            "--model", "softmax", "--dataset", "digits", "--time-scale", "0.5", "--threads", "1", "--report-seconds", "0.5",
        ];
        Start(devices, new(plan.Client.Environment, StringComparer.Ordinal) { ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Devices}" });
    }

    public async Task DisposeAsync()
    {
        foreach (var program in _programs) await program.DisposeAsync();
        if (_observation is not null) await _observation.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>Fails if one of the programs has ended.</summary>
    internal void RequireAlive() => Assert.True(!_programs.Exists(program => program.HasEnded), Said);

    /// <summary>Asks the client for something, as people do; before it listens nothing happens.</summary>
    internal async Task VisitAsync()
    {
        try
        {
            using var answer = await s_http.GetAsync(new Uri(Pages, "/api/v1/network"));
        }
        catch (HttpRequestException)
        {
            // Not yet there.
        }
    }

    private void Start(string[] words, Dictionary<string, string> environment)
    {
        foreach (var (name, value) in Observation.Environment) environment[name] = value;
        _programs.Add(DitenProgram.Start(words, environment));
    }

    /// <summary>The first of some names that belongs on the silo of a port.</summary>
    private static string NameAt(int port, string prefix, int[] ports)
    {
        var (first, second) = (AddressOf(ports[0]), AddressOf(ports[3]));
        return Enumerable.Range(1, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}")).First(name => StationHome.Of(name, [first, second]).Equals(AddressOf(port)));
    }

    // Where a station belongs depends on address and port only.
    private static SiloAddress AddressOf(int port) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 0);
}
