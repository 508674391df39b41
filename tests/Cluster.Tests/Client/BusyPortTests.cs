using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Diten.Cluster.Tests.Client;

public sealed class BusyPortTests
{
    [Fact]
    public async Task A_port_in_use_is_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Its silo is looked for where nobody answers.
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Diten.Client.dll"), "client", "--url", address, "--gateway", address["http://".Length..] }) start.ArgumentList.Add(argument);
        using var client = Process.Start(start)!;
        var (output, error) = (client.StandardOutput.ReadToEndAsync(), client.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            await client.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!client.HasExited) client.Kill(entireProcessTree: true);
        }

        Assert.Equal(1, client.ExitCode);
        Assert.Equal("", await output);
        Assert.Equal($"diten: Failed to bind to address {address}: address already in use.", (await error).TrimEnd());
    }
}
