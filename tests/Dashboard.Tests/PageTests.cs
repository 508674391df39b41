using System.Net;
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
}
