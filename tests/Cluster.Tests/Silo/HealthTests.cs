using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Stations;
using Diten.Cluster.Tests.Twins;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Diten.Silo.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Diten.Cluster.Tests.Silo;

/// <summary>What a silo tells of itself on its health port.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Calls_between_twins_and_stations_are_counted()
    {
        await using var silo = await LocalSilo.StartAsync(("Storage:Kind", "memory"));
        using var http = Http(silo);
        var before = await CallsAsync(http);
        Assert.Equal((0, 0, 1.0), (before.GetProperty("local").GetInt64(), before.GetProperty("remote").GetInt64(), before.GetProperty("localShare").GetDouble()));
        var station = await silo.Grains.GetGrain<IStationGrain>("bs-1").ConfigureAsync(TestFleet.Settings with { StartAt = 1_000_000 });
        Assert.True(station.Accepted, station.Error);
        for (var i = 0; i < 3; i++) Assert.True((await silo.Grains.GetGrain<ITwinGrain>($"dev-{i}").RegisterAsync(Messages.Device("bs-1"))).Accepted);
        var after = await CallsAsync(http);
        // The only silo there is: whatever was called was here.
        Assert.True(after.GetProperty("local").GetInt64() >= 3, after.ToString());
        Assert.Equal((0, 1, 1, 1.0), (after.GetProperty("remote").GetInt64(), after.GetProperty("stations").GetInt32(), after.GetProperty("silos").GetInt32(), after.GetProperty("localShare").GetDouble()));
    }

    [Fact]
    public async Task While_it_drains_it_wants_no_work_and_need_not_be_killed()
    {
        await using var silo = await LocalSilo.StartAsync(("Storage:Kind", "memory"));
        using var http = Http(silo);
        Assert.Equal((HttpStatusCode.OK, "ok"), await AskAsync(http, "ready"));
        // SIGTERM does this first; the drain itself begins with the end of the test.
        silo.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), await AskAsync(http, "ready"));
        Assert.Equal((HttpStatusCode.OK, "ok"), await AskAsync(http, "live"));
        Assert.Equal((HttpStatusCode.OK, "ok"), await AskAsync(http, "started"));
    }

    private static HttpClient Http(LocalSilo silo) => new() { BaseAddress = new Uri(silo.Services.GetRequiredService<HealthServer>().Url) };

    private static Task<JsonElement> CallsAsync(HttpClient http) => http.GetFromJsonAsync<JsonElement>(new Uri("/health/calls", UriKind.Relative));

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri($"/health/{path}", UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
