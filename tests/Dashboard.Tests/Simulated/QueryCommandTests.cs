using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Diten.Dashboard.Tests.Support;
using Diten.Simulation.Commands;

namespace Diten.Dashboard.Tests.Simulated;

public sealed class QueryCommandTests
{
    [Theory]
    [InlineData("network", "Plant 1", "98.")]
    [InlineData("twins", "dev-040", "offline")]
    [InlineData("twin dev-005", "dev-005", "snrDb")]
    [InlineData("stations", "bs-2", "20.0\u00a0MHz")]
    [InlineData("rounds --count 3", "24", "Mbit")]
    public async Task Tables_show_what_is_asked_for(string arguments, string first, string second)
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 24);
        var (code, output, error) = await Run($"query {arguments} --url {dashboard.Address}");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(first, output, StringComparison.Ordinal);
        Assert.Contains(second, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_and_limits_reach_the_server_and_json_is_the_servers()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        var (_, json, _) = await Run($"query twins --liveness stale --json --url {dashboard.Address}");
        Assert.Equal("dev-003", JsonDocument.Parse(json).RootElement.GetProperty("twins").EnumerateArray().Single().GetProperty("id").GetString());
        var (_, page, _) = await Run($"query twins --limit 2 --drifting false --url {dashboard.Address}");
        Assert.Contains("--cursor dev-002", page, StringComparison.Ordinal);
        Assert.DoesNotContain("dev-003", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_is_a_failure_that_says_what_to_do()
    {
        // A port that is taken and not listened on: nobody else can come to answer there.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var (code, output, error) = await Run($"query network --url http://{taken.LocalEndPoint}");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("diten up", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("query twin nobody", "there is no twin 'nobody'")]
    [InlineData("query rounds --station bs-9 --from 1", "station")]
    [InlineData("query twins --limit 0", "--limit")]
    [InlineData("query twins --liveness awake", "awake")]
    public async Task A_bad_question_ends_with_two_and_one_line(string arguments, string expected)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var (code, output, error) = await Run($"{arguments} --url {dashboard.Address}");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("", "round mbs round 3")]
    [InlineData(" --json", """{"id":3,"kind":"round","subject":"mbs","round":3}""")]
    public async Task Watch_prints_events_as_they_happen_and_says_when_the_server_ends(string option, string line)
    {
        Task<(int Code, string Output, string Error)> watch;
        await using (var dashboard = await RunningDashboard.StartAsync(rounds: 2))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var output = new SignallingWriter(expected: 2);
            watch = Run($"query watch{option} --url {dashboard.Address}", output);
            while (dashboard.Network.Watchers == 0)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            dashboard.Network.RunRound();
            dashboard.Network.RunRound();
            await output.Reached.WaitAsync(patience.Token);
        }

        var (code, text, error) = await watch.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, code);
        Assert.Single(error.TrimEnd().Split('\n'));
        var lines = text.TrimEnd().Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.EndsWith(line, lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_named() => Assert.Contains("--url", (await Run("query network --url nowhere")).Error, StringComparison.Ordinal);

    private static async Task<(int Code, string Output, string Error)> Run(string arguments, StringWriter? to = null)
    {
        await using var output = to ?? new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments.Split(' '), output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Tells when so many lines have been written.</summary>
    private sealed class SignallingWriter(int expected) : StringWriter
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _lines;

        public Task Reached => _reached.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (++_lines == expected) _reached.TrySetResult();
        }
    }
}
