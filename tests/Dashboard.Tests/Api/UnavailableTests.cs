using System.Net;
using System.Reflection;
using Diten.Core.Network;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests.Api;

/// <summary>A network that does not answer: 503, as a problem for programs and as a page for people, and never a hang or a 500.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it through IAsyncLifetime")]
public sealed class UnavailableTests : IAsyncLifetime
{
    private RunningDashboard _dashboard = default!;

    public async Task InitializeAsync() => _dashboard = await RunningDashboard.StartOverAsync(DispatchProxy.Create<ITwinNetwork, Silent>());

    public async Task DisposeAsync() => await _dashboard.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/network")]
    [InlineData("/api/v1/twins")]
    [InlineData("/api/v1/twins/device-001")]
    [InlineData("/api/v1/stations")]
    [InlineData("/api/v1/rounds")]
    [InlineData("/api/v1/positions")]
    public async Task Reads_are_a_problem_with_the_time_to_come_again(string path)
    {
        var (status, body, response) = await _dashboard.Get(path);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("nobody is there", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_write_says_that_it_may_be_made_again()
    {
        var (status, body, _) = await _dashboard.Send(HttpMethod.Post, "/api/v1/twins/device-001/reports", """{"sequence":1,"at":"2026-01-01T00:00:00Z","state":{"a":1}}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("may be made again", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/twins")]
    [InlineData("/stations/bs-1")]
    [InlineData("/fragments/overview/figures")]
    public async Task Pages_are_pages(string path)
    {
        using var response = await _dashboard.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("nobody is there", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task It_is_live_but_not_ready()
    {
        Assert.Equal(HttpStatusCode.OK, (await _dashboard.Get("/health/live")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _dashboard.Get("/health/ready")).Status);
    }

    private class Silent : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new NetworkUnavailableException("nobody is there");
    }
}
