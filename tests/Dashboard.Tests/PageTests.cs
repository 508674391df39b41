using System.Net;
using System.Text.RegularExpressions;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests;

public sealed class PageTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/twins")]
    [InlineData("/twins/dev-001")]
    [InlineData("/stations")]
    [InlineData("/stations/bs-1")]
    [InlineData("/rounds")]
    [InlineData("/rounds/3")]
    public async Task Every_page_is_whole_without_script_and_forbids_foreign_code(string path)
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 5);
        using var response = await dashboard.Client.GetAsync(new Uri(path, UriKind.Relative));
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("<!DOCTYPE html>", html.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("<h1", html, StringComparison.Ordinal);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-cache, no-store", response.Headers.CacheControl!.ToString().Replace("no-store, no-cache", "no-cache, no-store", StringComparison.Ordinal));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        // The policy would refuse these without a word: a picture whose style is missing is a defect that nobody sees in a log.
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick=", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", 1)]
    [InlineData("/fragments/overview/learning", 1)]
    [InlineData("/stations/bs-1", 0)]
    [InlineData("/rounds", 0)]
    [InlineData("/rounds/3", 1)]
    public async Task A_page_asks_for_the_devices_of_one_round_at_most(string path, int rounds)
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 30);
        using var response = await dashboard.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(rounds, dashboard.Network.RoundsWithDevices);
    }

    [Fact]
    public async Task Where_a_macro_base_station_aggregates_base_stations_these_are_not_taken_for_devices()
    {
        var network = new TestNetwork { MacroOfStations = true };
        for (var i = 0; i < 3; i++) network.RunRound();
        await using var dashboard = await RunningDashboard.StartAsync(network);
        var took = (await network.ListPositionsAsync(default)).Count(d => d.Participated);
        Assert.True(took > 1, "more devices take part than base stations");

        var overview = await Text(dashboard, "/");
        Assert.Contains($"Took part {took} of {(await network.GetNetworkAsync(default)).Devices} devices, in their stations' last rounds", overview, StringComparison.Ordinal);
        Assert.Contains("Macro round 3 : 1 of 2 base stations sent their models to mbs in 4.50 ms", overview, StringComparison.Ordinal);
        Assert.DoesNotContain("last round 0 J", overview, StringComparison.Ordinal);

        var macro = await Text(dashboard, "/stations/mbs");
        Assert.Contains("Its base stations", macro, StringComparison.Ordinal);
        Assert.DoesNotContain("No allocation is held", macro, StringComparison.Ordinal);
        Assert.DoesNotContain("Subcarriers", macro, StringComparison.Ordinal);
        Assert.Contains("Who owns which subcarrier", await Text(dashboard, "/stations/bs-1"), StringComparison.Ordinal);

        using var response = await dashboard.Client.GetAsync(new Uri("/rounds/3", UriKind.Relative));
        var round = await response.Content.ReadAsStringAsync();
        Assert.Contains("href=\"/stations/bs-2\"", round, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/twins/bs-2\"", round, StringComparison.Ordinal);
        Assert.DoesNotContain("Ψ", await Text(dashboard, "/rounds"), StringComparison.Ordinal);
        Assert.Contains("Ψ", await Text(dashboard, "/stations/bs-1"), StringComparison.Ordinal);
    }

    /// <summary>What a page says, without its marks.</summary>
    private static async Task<string> Text(RunningDashboard dashboard, string path)
    {
        using var response = await dashboard.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = Regex.Replace(await response.Content.ReadAsStringAsync(), "<[^>]*>", " ", RegexOptions.None, TimeSpan.FromSeconds(10));
        return string.Join(' ', WebUtility.HtmlDecode(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
