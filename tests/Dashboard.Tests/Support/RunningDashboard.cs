using Diten.Core.Network;
using Diten.Dashboard.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Diten.Dashboard.Tests.Support;

/// <summary>The dashboard on a free port of this machine over a test network.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningDashboard(WebApplication app, TestNetwork network, Uri address)
    {
        (_app, Network, Address) = (app, network, address);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
    }

    public TestNetwork Network { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static Task<RunningDashboard> StartAsync(int rounds = 0)
    {
        var network = new TestNetwork();
        for (var i = 0; i < rounds; i++) network.RunRound();
        return StartAsync(network);
    }

    public static Task<RunningDashboard> StartAsync(TestNetwork network, string url = "http://127.0.0.1:0") => StartAsync(network, network, url);

    /// <summary>The dashboard over any other network; then <see cref="Network"/> is an empty one.</summary>
    public static Task<RunningDashboard> StartOverAsync(ITwinNetwork network) => StartAsync(network, new TestNetwork(0), "http://127.0.0.1:0");

    private static async Task<RunningDashboard> StartAsync(ITwinNetwork network, TestNetwork test, string url)
    {
        var app = DashboardHost.Create(network, new DashboardOptions { Urls = [url], RefreshMilliseconds = 100 });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new RunningDashboard(app, test, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
