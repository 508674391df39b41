using System.Net;
using Diten.Dashboard.Tests.Api;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests;

/// <summary>Machines that take no part in learning, on the pages.</summary>
public sealed class MachinePageTests
{
    private const string Machine = """{"station":"hall-a","x":3,"y":-4}""";

    [Fact]
    public async Task A_network_of_machines_alone_is_no_empty_network()
    {
        await using var dashboard = await RunningDashboard.StartAsync(new TestNetwork(0));
        Assert.DoesNotContain("Machines", await PageAsync(dashboard, "/"), StringComparison.Ordinal);
        foreach (var id in new[] { "press-1", "press-2" }) await dashboard.Send(HttpMethod.Put, $"/api/v1/twins/{id}", Machine);
        await dashboard.Send(HttpMethod.Put, "/api/v1/twins/press-2/liveness", """{"liveness":"offline"}""");
        var page = await PageAsync(dashboard, "/");
        Assert.Matches("""Machines</dt>\s*<dd><span class="value">2</span>""", page);
        Assert.Matches("""Offline</dt>\s*<dd><span class="value">1</span>""", page);
        Assert.DoesNotContain("Took part", page, StringComparison.Ordinal);
        Assert.Contains("data-on=\"round status twin\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_devices_they_have_a_figure_of_their_own()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 1);
        await dashboard.Send(HttpMethod.Put, "/api/v1/twins/press-1", Machine);
        var page = await PageAsync(dashboard, "/");
        Assert.Matches("""Machines</dt>\s*<dd><span class="value">1</span>""", page);
        Assert.Contains("Took part", page, StringComparison.Ordinal);
        Assert.Contains("of 40 devices", page, StringComparison.Ordinal);
        Assert.Contains("41 live twins", await PageAsync(dashboard, "/twins"), StringComparison.Ordinal);
        Assert.Matches("(?s)press-1</a>.*hall-a.*takes no part in learning", await PageAsync(dashboard, "/twins?contains=press"));
    }

    [Fact]
    public async Task Its_page_shows_what_it_reports_and_nothing_of_learning()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await dashboard.Send(HttpMethod.Put, "/api/v1/twins/press-1", Machine);
        var page = await PageAsync(dashboard, "/twins/press-1");
        Assert.Contains("no report yet", page, StringComparison.Ordinal);
        Assert.Contains("takes no part in learning", page, StringComparison.Ordinal);
        foreach (var word in new[] { "Took part in", "Update weight", "Training samples", "/stations/hall-a" }) Assert.DoesNotContain(word, page, StringComparison.Ordinal);
        await dashboard.Send(HttpMethod.Post, "/api/v1/twins/press-1/reports", """{"sequence":3,"at":"2026-03-02T09:00:00Z","state":{"temperatureK":301.5}}""");
        page = await PageAsync(dashboard, "/twins/press-1");
        Assert.Contains("sequence 3", page, StringComparison.Ordinal);
        Assert.Contains("temperatureK", page, StringComparison.Ordinal);
        Assert.Contains("Took part in", await PageAsync(dashboard, "/twins/dev-001"), StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(RunningDashboard dashboard, string path)
    {
        using var response = await dashboard.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
