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

    public static async Task<RunningDashboard> StartAsync(int rounds = 0, TimeProvider? time = null)
    {
        var network = new TestNetwork();
        for (var i = 0; i < rounds; i++) network.RunRound();
        var app = DashboardHost.Create(network, new DashboardOptions { Urls = ["http://127.0.0.1:0"], RefreshMilliseconds = 100 }, time);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new RunningDashboard(app, network, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
