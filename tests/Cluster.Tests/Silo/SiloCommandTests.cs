using System.Net;
using System.Net.Sockets;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Cluster.Tests.Silo;

/// <summary>The program's command line: one readable line for every failure, and the right exit code.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class SiloCommandTests : IDisposable
{
    private readonly SiloFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wrong_settings_end_it_with_2_and_one_line()
    {
        var (code, said) = await SiloProgram.RunAsync([("Network:SiloPort", "0"), ("Storage:Kind", "tape")], "silo");
        Assert.Equal(2, code);
        var line = Assert.Single(said.Split('\n'), l => l.Length > 0);
        Assert.StartsWith("diten: ", line, StringComparison.Ordinal);
        Assert.Contains("Diten:Network:SiloPort: is '0'; must be a whole number from 1 to 65535", line, StringComparison.Ordinal);
        Assert.Contains("Diten:Storage:Kind: is 'tape'", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--frobnicate", "unknown command or option '--frobnicate'")]
    [InlineData("--settings=/no/such/file.json", "--settings: there is no file '/no/such/file.json'")]
    public async Task A_wrong_option_ends_it_with_2_and_one_line(string option, string expected)
    {
        var (code, said) = await SiloProgram.RunAsync([], "silo", option);
        Assert.Equal(2, code);
        Assert.Contains(expected, Assert.Single(said.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_told_and_ends_it_with_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var (code, said) = await SiloProgram.RunAsync([], "silo", "--silo-port", $"{port}", "--data-file", _folder["d.db"]);
        Assert.Equal(1, code);
        Assert.Contains($"silo port {port} on 127.0.0.1", Assert.Single(said.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_file_is_told_left_alone_and_ends_it_with_1()
    {
        await File.WriteAllTextAsync(_folder["d.db"], new string('x', 10_000));
        var ports = SiloProgram.FreePorts(3);
        var (code, said) = await SiloProgram.RunAsync(
            [], "silo", "--silo-port", $"{ports[0]}", "--gateway-port", $"{ports[1]}", "--health-port", "0", "--data-file", _folder["d.db"]);
        Assert.Equal(1, code);
        Assert.Contains("is not a SQLite file", Assert.Single(said.Split('\n')), StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(_folder["d.db"]));
    }

    [Fact]
    public async Task Db_without_a_connection_string_says_how_to_give_one()
    {
        var (code, said) = await SiloProgram.RunAsync([], "db", "init");
        Assert.Equal(2, code);
        Assert.Contains("DITEN__POSTGRES__CONNECTIONSTRING", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_without_the_secret()
    {
        var port = SiloProgram.FreePorts(1)[0];
        var (code, said) = await SiloProgram.RunAsync([("Postgres:ConnectionString", $"Host=127.0.0.1;Port={port};Database=d;Username=u;Password=hunter2")], "db", "status");
        Assert.Equal(1, code);
        Assert.Contains($"PostgreSQL at 127.0.0.1:{port}/d", Assert.Single(said.Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
    }
}
