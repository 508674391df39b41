using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Diten.Dashboard.Hosting;
using Diten.Simulation.Live;
using Diten.Simulation.Tests.Engine;

namespace Diten.Simulation.Tests.Commands;

public sealed partial class UpTests
{
    [Fact]
    public async Task Serves_the_dashboard_prints_rounds_and_ends_cleanly()
    {
        string[] arguments = ["up", "--port", "0", "--devices", "3", "--rounds", "2", "--dataset", "digits"];
        var page = "";
        var outcome = await DitenProcess.InterruptAsync(
            arguments,
            line => line.StartsWith("2 rounds are done", StringComparison.Ordinal),
            async lines =>
            {
                using var client = new HttpClient();
                page = await client.GetStringAsync(new Uri(Address().Match(lines).Value));
            });
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("DITEN", page, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Output.Split('\n').Count(line => line.StartsWith("round ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_watch_of_it_prints_rounds_until_Ctrl_C()
    {
        await using var network = new SimulatedNetwork(Small.Options, _ => null, new LiveOptions { PauseSeconds = 0.05 }, TimeProvider.System);
        await using var host = DashboardHost.Create(network, new DashboardOptions { Urls = ["http://127.0.0.1:0"] }, TimeProvider.System);
        await host.StartAsync();
        network.Start();
        var outcome = await DitenProcess.InterruptAsync(["query", "watch", "--url", host.Urls.Single()], line => line.Contains(" round ", StringComparison.Ordinal));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public async Task A_busy_port_is_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var outcome = await DitenProcess.RunAsync(["up", "--port", port.ToString()]);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal($"diten: port {port} of 127.0.0.1 is in use; choose another with --port, or 0 for a free one", outcome.Error.TrimEnd());
    }

    [Fact]
    public async Task A_data_set_that_is_not_there_is_one_line() =>
        Assert.Equal(2, (await DitenProcess.RunAsync(["up", "--port", "0", "--dataset", "mnist"])).ExitCode);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, 60_000)]
    private static partial Regex Address();
}
