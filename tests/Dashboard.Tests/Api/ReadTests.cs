using System.Net;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests.Api;

public sealed class ReadTests
{
    [Fact]
    public async Task The_network_is_told_in_camel_case()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 3);
        var (status, body, _) = await dashboard.Get("/api/v1/network");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(3, body.GetProperty("round").GetInt32());
        Assert.Equal(44426, body.GetProperty("modelParameters").GetInt32());
        Assert.InRange(body.GetProperty("accuracy").GetDouble(), 0.3, 1);
    }

    [Fact]
    public async Task Pages_of_twins_follow_each_other_without_gap_or_repeat()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var (_, body, _) = await dashboard.Get($"/api/v1/twins?limit=7{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            ids.AddRange(body.GetProperty("twins").EnumerateArray().Select(t => t.GetProperty("id").GetString()!));
            cursor = body.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        }
        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"dev-{i:000}"), ids, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("liveness=stale", new[] { "dev-003" })]
    [InlineData("liveness=offline", new[] { "dev-004" })]
    [InlineData("drifting=true", new[] { "dev-005" })]
    [InlineData("contains=dev-03&station=bs-9", new string[0])]
    [InlineData("contains=4", new[] { "dev-004", "dev-014", "dev-024", "dev-034", "dev-040" })]
    public async Task Filters_of_twins_hold(string query, string[] expected)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var (_, body, _) = await dashboard.Get($"/api/v1/twins?{query}");
        Assert.Equal(expected, body.GetProperty("twins").EnumerateArray().Select(t => t.GetProperty("id").GetString()), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/twins?limit=0", "limit", "1 to 1000")]
    [InlineData("/api/v1/twins?limit=1001", "limit", "1 to 1000")]
    [InlineData("/api/v1/twins?limit=many", "limit", "1 to 1000")]
    [InlineData("/api/v1/twins?liveness=Online", "liveness", "unknown, online, stale, offline")]
    [InlineData("/api/v1/twins?drifting=1", "drifting", "true or false")]
    [InlineData("/api/v1/twins?limits=3", "limits", "unknown parameter; known are station")]
    [InlineData("/api/v1/twins?limit=3&limit=4", "limit", "once")]
    [InlineData("/api/v1/twins?station=", "station", "1 to 128")]
    [InlineData("/api/v1/network?x=1", "x", "there are none here")]
    [InlineData("/api/v1/rounds?count=501", "count", "1 to 500")]
    [InlineData("/api/v1/rounds?from=0", "from", "1 to")]
    [InlineData("/api/v1/stations/bs-1/allocation?round=0", "round", "1 to")]
    [InlineData("/api/v1/stations/bs-1/model?version=-1", "version", "0 to")]
    [InlineData("/api/v1/twins/dev-001/history", "reading", "missing")]
    [InlineData("/api/v1/twins/dev-001/history?reading=a%20b", "reading", "begin with a letter")]
    [InlineData("/api/v1/twins/dev-001/history?reading=snrDb&step=second", "step", "raw, minute, hour")]
    [InlineData("/api/v1/twins/dev-001/history?reading=snrDb&from=yesterday", "from", "2026-01-31T12:00:00Z")]
    [InlineData("/api/v1/twins/dev-001/history?reading=snrDb&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from", "before to")]
    [InlineData("/api/v1/events?after=-1", "after", "0 to")]
    public async Task A_bad_parameter_is_named_with_what_it_may_be(string path, string field, string range)
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 1);
        ApiFixture.IsProblem(await dashboard.Get(path), 400, field, range);
    }

    [Theory]
    [InlineData("/api/v1/twins/nobody", "id")]
    [InlineData("/api/v1/twins/nobody/history?reading=snrDb", "id")]
    [InlineData("/api/v1/stations/bs-9/allocation", "id")]
    [InlineData("/api/v1/stations/bs-1/allocation?round=99", "round")]
    [InlineData("/api/v1/stations/bs-9/model", "id")]
    [InlineData("/api/v1/stations/bs-1/model?version=99", "version")]
    [InlineData("/api/v1/rounds?station=bs-9", "station")]
    [InlineData("/api/v1/no/such/thing", "path")]
    public async Task What_is_not_there_is_a_problem_too(string path, string field)
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 1);
        ApiFixture.IsProblem(await dashboard.Get(path), 404, field, field);
    }

    [Fact]
    public async Task A_twins_entity_tag_is_its_revision_and_saves_the_answer()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        var (_, body, response) = await dashboard.Get("/api/v1/twins/dev-001");
        var tag = response.Headers.ETag!.ToString();
        Assert.Equal($"\"{body.GetProperty("revision").GetInt64()}\"", tag);
        Assert.Equal("online", body.GetProperty("liveness").GetString());

        Assert.Equal(HttpStatusCode.NotModified, (await dashboard.Get("/api/v1/twins/dev-001", ("If-None-Match", tag))).Status);
        Assert.Equal(HttpStatusCode.NotModified, (await dashboard.Get("/api/v1/twins/dev-001", ("If-None-Match", $"\"x\", W/{tag}"))).Status);
        dashboard.Network.RunRound();
        Assert.Equal(HttpStatusCode.OK, (await dashboard.Get("/api/v1/twins/dev-001", ("If-None-Match", tag))).Status);
    }

    [Fact]
    public async Task History_is_raw_or_in_steps_within_the_range_asked_for()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 25);
        var (_, raw, _) = await dashboard.Get("/api/v1/twins/dev-001/history?reading=snrDb&from=2026-03-02T08:00:30Z&to=2026-03-02T08:00:45Z");
        Assert.Equal(5, raw.GetProperty("points").GetArrayLength());
        var (_, minutes, _) = await dashboard.Get("/api/v1/twins/dev-001/history?reading=snrDb&step=minute");
        Assert.Equal([19L, 6L], minutes.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("count").GetInt64()));
    }

    [Fact]
    public async Task Rounds_come_from_where_they_are_asked_for_and_without_devices_on_wish()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 6);
        var (_, body, _) = await dashboard.Get("/api/v1/rounds?from=3&count=2");
        Assert.Equal([3, 4], body.EnumerateArray().Select(r => r.GetProperty("round").GetInt32()));
        Assert.Equal(39, body[0].GetProperty("devices").GetArrayLength());
        var (_, brief, _) = await dashboard.Get("/api/v1/rounds?devices=false");
        Assert.All(brief.EnumerateArray(), r => Assert.Equal(0, r.GetProperty("devices").GetArrayLength()));
    }

    [Fact]
    public async Task Stations_allocation_and_positions_are_told()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        Assert.Equal("mbs", (await dashboard.Get("/api/v1/stations")).Body[0].GetProperty("id").GetString());
        var (_, allocation, _) = await dashboard.Get("/api/v1/stations/bs-1/allocation?round=1");
        Assert.Equal((1, 256), (allocation.GetProperty("round").GetInt32(), allocation.GetProperty("owner").GetArrayLength()));
        Assert.Equal(40, (await dashboard.Get("/api/v1/positions")).Body.GetArrayLength());
    }

    [Fact]
    public async Task A_stations_model_is_a_file_with_its_version_and_a_tag_of_its_content()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        var path = new Uri("/api/v1/stations/bs-1/model", UriKind.Relative);
        using var response = await dashboard.Client.GetAsync(path);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("bs-1-v2.safetensors", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("Diten-Model-Version")));
        Assert.Equal("lenet5 ü", Uri.UnescapeDataString(Assert.Single(response.Headers.GetValues("Diten-Model-Name"))));
        Assert.Equal(new byte[] { 1, 2, 2 }, await response.Content.ReadAsByteArrayAsync());

        var tag = response.Headers.ETag!.ToString();
        Assert.Equal(HttpStatusCode.NotModified, (await dashboard.Get(path.ToString(), ("If-None-Match", tag))).Status);
        dashboard.Network.RunRound();
        using var newer = await dashboard.Client.GetAsync(path);
        Assert.NotEqual(tag, newer.Headers.ETag!.ToString(), StringComparer.Ordinal);
        var document = await dashboard.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        Assert.Contains("/api/v1/stations/{id}/model", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_follows_the_network()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        Assert.Equal("ready", (await dashboard.Get("/health/ready")).Body.GetProperty("status").GetString());
        dashboard.Network.Status = "failed: out of data";
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await dashboard.Get("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await dashboard.Get("/health/live")).Status);
    }

    [Fact]
    public async Task The_api_describes_itself_with_the_ranges_that_it_checks()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var (status, body, _) = await dashboard.Get("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, status);
        var paths = body.GetProperty("paths");
        Assert.True(paths.TryGetProperty("/api/v1/twins/{id}/reports", out _));
        var limit = paths.GetProperty("/api/v1/twins").GetProperty("get").GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "limit");
        Assert.Equal(1000, limit.GetProperty("schema").GetProperty("maximum").GetInt32());
        Assert.DoesNotContain(paths.EnumerateObject(), p => p.Name.StartsWith("/fragments", StringComparison.Ordinal) || p.Name.StartsWith("/assets", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_foreign_host_name_is_refused()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/network", UriKind.Relative));
        request.Headers.Host = "evil.example";
        using var response = await dashboard.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
