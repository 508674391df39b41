using System.Net;
using System.Text.Json;
using Diten.Core.Network;
using Diten.Dashboard.Tests.Api;
using Diten.Dashboard.Tests.Support;
using Diten.Simulation.Live;
using Diten.Simulation.Scenario;

namespace Diten.Dashboard.Tests.Simulated;

/// <summary>API and pages over the real simulated network, without training so that it is quick.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it through IAsyncLifetime")]
public sealed class SimulatedNetworkTests : IAsyncLifetime
{
    private readonly SimulatedNetwork _network = new(
        new ScenarioOptions { Devices = 30, Stations = 2, Participants = 6, Rounds = 8, Threads = 1 }, _ => null, new LiveOptions { PauseSeconds = 0 }, TimeProvider.System);
    private RunningDashboard _dashboard = default!;

    public async Task InitializeAsync()
    {
        _network.Start();
        await _network.Completion;
        _dashboard = await RunningDashboard.StartOverAsync(_network);
    }

    public async Task DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _network.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_shows_it()
    {
        var twin = (await _network.ListTwinsAsync(new TwinFilter(), default)).Twins[0];
        var station = (await _network.ListStationsAsync(default))[^1].Id;
        foreach (var path in new[] { "/", "/twins", $"/twins/{twin.Id}", "/stations", $"/stations/{station}", "/rounds", "/rounds/8", $"/rounds/8?station={station}" })
        {
            using var response = await _dashboard.Client.GetAsync(new Uri(path, UriKind.Relative));
            var html = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, path);
            Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        }
        Assert.Contains("class=\"line\"", await Html($"/twins/{twin.Id}"), StringComparison.Ordinal);
        Assert.Contains("owned s0", await Html($"/stations/{station}"), StringComparison.Ordinal);
        Assert.Contains("class=\"row\"", await Html("/rounds/8"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_tells_the_same_as_the_network()
    {
        Assert.Equal(8, (await _dashboard.Get("/api/v1/network")).Body.GetProperty("round").GetInt32());
        Assert.Equal(30, (await _dashboard.Get("/api/v1/twins?limit=1000")).Body.GetProperty("twins").GetArrayLength());
        var rounds = (await _dashboard.Get("/api/v1/rounds?count=500")).Body;
        Assert.Equal(Enumerable.Range(1, 8), rounds.EnumerateArray().Select(r => r.GetProperty("round").GetInt32()));
        var twin = (await _network.ListTwinsAsync(new TwinFilter(), default)).Twins[0];
        var reading = twin.State.Keys.Order(StringComparer.Ordinal).First();
        Assert.NotEqual(0, (await _dashboard.Get($"/api/v1/twins/{twin.Id}/history?reading={reading}")).Body.GetProperty("points").GetArrayLength());
        foreach (var station in (await _dashboard.Get("/api/v1/stations")).Body.EnumerateArray().Where(s => !s.GetProperty("isMacro").GetBoolean()))
        {
            var owner = (await _dashboard.Get($"/api/v1/stations/{station.GetProperty("id").GetString()}/allocation")).Body.GetProperty("owner");
            Assert.Equal(station.GetProperty("subcarriers").GetInt32(), owner.GetArrayLength());
            Assert.Contains(owner.EnumerateArray(), o => o.ValueKind == JsonValueKind.String);
        }
    }

    [Fact]
    public async Task A_write_goes_through_to_the_twin()
    {
        var twin = (await _network.ListTwinsAsync(new TwinFilter(), default)).Twins[0];
        var (status, _, _) = await _dashboard.Send(HttpMethod.Patch, $"/api/v1/twins/{twin.Id}/desired", """{"frequencyHz":1.0e9}""", ("If-Match", $"\"{twin.Revision}\""));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True((await _network.FindTwinAsync(twin.Id, default))!.Revision > twin.Revision);
        Assert.Equal(1e9, (await _network.FindTwinAsync(twin.Id, default))!.Desired["frequencyHz"]);
        ApiFixture.IsProblem(await _dashboard.Send(HttpMethod.Patch, $"/api/v1/twins/{twin.Id}/desired", """{"frequencyHz":1.1e9}""", ("If-Match", $"\"{twin.Revision}\"")), 412, "If-Match", "revision");
    }

    private async Task<string> Html(string path)
    {
        using var response = await _dashboard.Client.GetAsync(new Uri(path, UriKind.Relative));
        return await response.Content.ReadAsStringAsync();
    }
}
