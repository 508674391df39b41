using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Diten.Client.Bridge;
using Diten.Cluster.Tests.Fleet;
using Diten.Cluster.Tests.Security;
using Diten.Cluster.Tests.Silo;
using MQTTnet;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>TLS, passwords and access lists of a real broker, as docs/mqtt.md gives them.</summary>
[Collection(FleetCollection.Name)]
public sealed class SecurityTests(FleetCluster cluster) : IDisposable
{
    private readonly SiloFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MosquittoFact]
    public async Task A_bridge_shows_its_password_and_believes_only_its_authority()
    {
        using var ours = new TestCertificates(_folder, "ours");
        using var theirs = new TestCertificates(_folder, "theirs");
        var (certificate, key) = ours.Issue(host: "localhost");
        await File.WriteAllTextAsync(_folder["acl"], AccessList());
        foreach (var (user, password) in new[] { ("bridge", "b"), ("mqtt-guarded", "m") }) await SetPasswordAsync(user, password);
        await using var network = cluster.Network();
        await using var broker = await MosquittoBroker.StartAsync($"certfile {certificate}", $"keyfile {key}", "allow_anonymous false", $"password_file {_folder["passwords"]}", $"acl_file {_folder["acl"]}");

        var options = new BridgeOptions { Tls = true, Authority = Authority(ours), Username = "bridge", Password = "b", Station = "bs-mqtt" };
        await using (var stranger = RunningBridge.Begin(broker, network, options with { Authority = Authority(theirs) })) await stranger.SaysAsync("certificate");
        await using (var liar = RunningBridge.Begin(broker, network, options with { Password = "wrong" })) await liar.SaysAsync("the broker refuses: NotAuthorized");
        await using var bridge = await RunningBridge.StartAsync(broker, network, options);

        await using var machine = await TestMachine.ConnectAsync(broker, "mqtt-guarded", more => more
            .WithTcpServer("localhost", broker.Port).WithCredentials("mqtt-guarded", "m")
            .WithTlsOptions(tls => tls.UseTls().WithTrustChain(Authority(ours)).WithRevocationMode(X509RevocationMode.NoCheck).WithIgnoreCertificateRevocationErrors()));
        await machine.SayAsync("state/a", "1");
        await BridgeTests.TwinAsync(network, machine, twin => twin.State.ContainsKey("a"));
        await machine.SayAsync("state/a", "hot");
        Assert.Equal("invalid", (await machine.AnswerAsync()).GetProperty("status").GetString());
    }

    /// <summary>The last block of docs/mqtt.md.</summary>
    private static string AccessList()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "mqtt.md"));
        var list = page.Split("```")[^2];
        Assert.Contains("pattern write diten/%u/report", list, StringComparison.Ordinal);
        return list;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DITEN.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static X509Certificate2Collection Authority(TestCertificates of)
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(of.AuthorityFile);
        return authority;
    }

    private async Task SetPasswordAsync(string user, string password)
    {
        string[] create = File.Exists(_folder["passwords"]) ? [] : ["-c"];
        using var tool = Process.Start(MosquittoBroker.Program("mosquitto_passwd")!, [.. create, "-b", _folder["passwords"], user, password]);
        await tool.WaitForExitAsync();
        Assert.Equal(0, tool.ExitCode);
    }
}
