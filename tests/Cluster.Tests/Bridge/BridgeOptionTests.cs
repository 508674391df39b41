using Diten.Client.Bridge;
using Diten.Client.Commands;
using Diten.Simulation.Commands;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>The command's options: what they give, and what is said of wrong ones.</summary>
public sealed class BridgeOptionTests
{
    [Theory]
    [InlineData("", "localhost", 1883)]
    [InlineData("--mqtt-tls", "localhost", 8883)]
    [InlineData("--broker broker.plant", "broker.plant", 1883)]
    [InlineData("--broker broker.plant --mqtt-tls", "broker.plant", 8883)]
    [InlineData("--broker 10.0.0.7:2883 --mqtt-tls", "10.0.0.7", 2883)]
    [InlineData("--broker [::1]:2883", "::1", 2883)]
    public void A_broker_has_a_host_and_a_port(string arguments, string host, int port)
    {
        var options = Read(arguments);
        Assert.Equal((host, port), (options.Host, options.Port));
    }

    [Fact]
    public void The_rest_has_defaults_and_is_taken()
    {
        var defaults = Read("");
        Assert.Equal(("diten", "diten-bridge", null, null, 10, 24), (defaults.Prefix, defaults.ClientId, defaults.Share, defaults.Station, defaults.CommandPeriod.TotalSeconds, defaults.SessionExpiry.TotalHours));
        var given = Read("--prefix plant/a --share two --client-id bridge-1 --station bs-1 --command-seconds 3 --session-hours 2");
        Assert.Equal(("plant/a", "bridge-1", "two", "bs-1", 3, 2), (given.Prefix, given.ClientId, given.Share, given.Station, given.CommandPeriod.TotalSeconds, given.SessionExpiry.TotalHours));
    }

    [Theory]
    [InlineData("--broker localhost:0", "--broker: is 'localhost:0'; must be host or host:port with a port from 1 to 65535")]
    [InlineData("--broker localhost:65536", "--broker: is 'localhost:65536'; must be host or host:port")]
    [InlineData("--broker mqtt://localhost", "--broker: is 'mqtt://localhost'; must be host or host:port")]
    [InlineData("--prefix a/#", "--prefix: is 'a/#'; must have no + or #")]
    [InlineData("--client-id a/b", "--client-id: is 'a/b'; must have only A-Z a-z 0-9 _ . -")]
    [InlineData("--share two", "--client-id: is missing; with --share each bridge needs one of its own")]
    [InlineData("--share a/b --client-id a", "--share: is 'a/b'; must have only")]
    [InlineData("--mqtt-ca nowhere.pem", "--mqtt-ca: is given without --mqtt-tls")]
    [InlineData("--mqtt-tls --mqtt-ca /no/such.pem", "--mqtt-ca: there is no file '/no/such.pem'")]
    [InlineData("--command-seconds 0", "--command-seconds: is '0'; must be a whole number from 1 to 3600")]
    [InlineData("--session-hours 721", "--session-hours: is '721'; must be a whole number from 1 to 720")]
    public async Task What_is_wrong_is_told_with_option_and_range(string arguments, string expected)
    {
        var root = CommandLine.NewRoot("test");
        root.Subcommands.Add(BridgeCommand.Create());
        using var error = new StringWriter();
        Assert.Equal(ExitCode.BadInput, await CommandLine.RunAsync(root, ["bridge", .. arguments.Split(' ')], TextWriter.Null, error));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    private static BridgeOptions Read(string arguments)
    {
        var command = new System.CommandLine.Command("bridge");
        var flags = new BridgeFlags(command);
        return flags.Read(command.Parse(arguments));
    }
}
