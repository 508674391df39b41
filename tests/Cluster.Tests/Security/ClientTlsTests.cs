using Diten.Client.Commands;
using Diten.Client.Hosting;
using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Silo;
using Diten.Core.Network;
using Diten.Interfaces.Network;
using Diten.Security;
using Diten.Simulation.Commands;
using Microsoft.Extensions.Logging;

namespace Diten.Cluster.Tests.Security;

/// <summary>Clients of silos with TLS: members are served, everyone else hears why not.</summary>
public sealed class ClientTlsTests : IDisposable
{
    private readonly SiloFolder _folder = new();
    private readonly TestCertificates _ours;
    private readonly TestCertificates _theirs;

    public ClientTlsTests() => (_ours, _theirs) = (new TestCertificates(_folder, "ours"), new TestCertificates(_folder, "theirs"));

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_member_is_served_and_others_are_told_why_not()
    {
        var port = SiloProgram.FreePorts(1)[0];
        await using var silo = await StartAsync(port, _ours.Member());
        await using (var member = Connect(port, _ours.Member()))
        {
            await member.Connected.WaitAsync(TimeSpan.FromMinutes(3));
            await member.Grains.GetGrain<INetworkGrain>(0).AddStationAsync("bs-1", isMacro: false);
            Assert.Single(await member.Grains.GetGrain<INetworkGrain>(0).GetStationsAsync());
        }
        await RefusedAsync(Connect(port, null), "--tls-certificate, --tls-key and --tls-authority");
        await RefusedAsync(Connect(port, _ours.Member(trusted: _theirs)), "another authority than --tls-authority");
        await RefusedAsync(Connect(port, _theirs.Member(trusted: _ours)), "--tls-");
    }

    [Fact]
    public async Task A_silo_without_TLS_is_not_believed()
    {
        var port = SiloProgram.FreePorts(1)[0];
        await using var silo = await StartAsync(port, new TlsFiles(null, null, null));
        await RefusedAsync(Connect(port, _ours.Member()), "a silo without TLS");
    }

    [Theory]
    [InlineData("--tls-certificate: there is no file '/no/such.pem'", "/no/such.pem", "/no/such.key", "/no/such.ca")]
    [InlineData("--tls-key: is not set; TLS needs certificate, key and authority", "CERTIFICATE", null, "AUTHORITY")]
    [InlineData("--tls-authority: is not set; TLS needs certificate, key and authority", "CERTIFICATE", "KEY", null)]
    [InlineData("--tls-certificate: is not set; TLS needs certificate, key and authority", null, null, "AUTHORITY")]
    [InlineData("--tls-authority: 'KEY' holds no certificate", "CERTIFICATE", "KEY", "KEY")]
    public async Task A_wrong_option_is_told_by_its_name(string expected, string? certificate, string? key, string? authority)
    {
        var issued = _ours.Issue();
        string Filled(string text) => text.Replace("CERTIFICATE", issued.Certificate, StringComparison.Ordinal).Replace("KEY", issued.Key, StringComparison.Ordinal).Replace("AUTHORITY", _ours.AuthorityFile, StringComparison.Ordinal);
        (string Name, string? Value)[] options = [("--tls-certificate", certificate), ("--tls-key", key), ("--tls-authority", authority)];
        string[] arguments = ["client", "--url", "http://127.0.0.1:0", .. options.Where(o => o.Value is not null).SelectMany(o => new[] { o.Name, Filled(o.Value!) })];
        var root = CommandLine.NewRoot("test");
        root.Subcommands.Add(ClientCommand.Create());
        using var error = new StringWriter();
        Assert.Equal(ExitCode.BadInput, await CommandLine.RunAsync(root, arguments, TextWriter.Null, error));
        Assert.Contains(Filled(expected), error.ToString(), StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(ClusterConnection connection, string why)
    {
        await using (connection)
        {
            // Which of the two ends a broken handshake is a race: the other side may hang up before the reason is known here.
            await Eventually.BecomesAsync(() => Task.FromResult(connection.Trouble is { } trouble && trouble.Contains(why, StringComparison.Ordinal) ? null : connection.Trouble ?? "nothing"), why);
            Assert.False(connection.Connected.IsCompleted);
            Assert.Contains("no silo has been reached yet: ", Assert.Throws<NetworkUnavailableException>(() => connection.Grains).Message, StringComparison.Ordinal);
        }
    }

    private static ClusterConnection Connect(int port, TlsFiles? files)
    {
        var options = new ConnectionOptions { Gateways = [$"127.0.0.1:{port}"], Tls = files is null ? null : TlsIdentity.Load(files) };
        var connection = new ClusterConnection(options, TimeProvider.System, LogLevel.None);
        connection.Start();
        return connection;
    }

    private static Task<LocalSilo> StartAsync(int port, TlsFiles tls)
    {
        (string, string?)[] settings = [("Storage:Kind", "memory"), ("Network:GatewayPort", $"{port}"), ("Tls:Certificate", tls.Certificate), ("Tls:Key", tls.Key), ("Tls:Authority", tls.Authority)];
        return LocalSilo.StartAsync([.. settings.Where(s => s.Item2 is not null).Select(s => (s.Item1, s.Item2!))]);
    }
}
