using System.Net;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests.Api;

public sealed class WriteTests
{
    private const string Report = """{"sequence":5,"at":"2026-03-02T09:00:00Z","state":{"temperatureK":301.5}}""";

    [Fact]
    public async Task A_report_is_taken_once_and_a_repeat_is_told_so()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var (status, body, response) = await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", Report);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((2L, 5L, false), (body.GetProperty("revision").GetInt64(), body.GetProperty("lastSequence").GetInt64(), body.GetProperty("duplicate").GetBoolean()));
        Assert.Equal("\"2\"", response.Headers.ETag!.ToString());

        var again = await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", Report.Replace("301.5", "999", StringComparison.Ordinal));
        Assert.True(again.Body.GetProperty("duplicate").GetBoolean());
        var old = await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", Report.Replace(":5", ":4", StringComparison.Ordinal));
        Assert.Equal((true, 5L), (old.Body.GetProperty("duplicate").GetBoolean(), old.Body.GetProperty("lastSequence").GetInt64()));
        Assert.Equal(301.5, (await dashboard.Get("/api/v1/twins/dev-001")).Body.GetProperty("state").GetProperty("temperatureK").GetDouble());
    }

    [Fact]
    public async Task A_write_against_an_old_revision_changes_nothing()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 1);
        var before = (await dashboard.Get("/api/v1/twins/dev-001")).Response.Headers.ETag!.ToString();
        var set = await dashboard.Send(HttpMethod.Patch, "/api/v1/twins/dev-001/desired", """{"frequencyHz":1.1e9}""", ("If-Match", before));
        Assert.Equal(HttpStatusCode.OK, set.Status);
        var late = await dashboard.Send(HttpMethod.Patch, "/api/v1/twins/dev-001/desired", """{"frequencyHz":1.9e9}""", ("If-Match", before));
        ApiFixture.IsProblem(late, 412, "If-Match", "revision");
        Assert.Equal(1.1e9, (await dashboard.Get("/api/v1/twins/dev-001")).Body.GetProperty("desired").GetProperty("frequencyHz").GetDouble());
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", Report, ("If-Match", "\"1\"")), 412, "If-Match", "revision");
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Patch, "/api/v1/twins/dev-001/desired", "{}", ("If-Match", "7")), 400, "If-Match", "entity tag");
    }

    [Fact]
    public async Task Patch_merges_null_withdraws_and_put_replaces()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await dashboard.Send(HttpMethod.Patch, "/api/v1/twins/dev-001/desired", """{"frequencyHz":1e9,"a":1,"b":2}""");
        await dashboard.Send(HttpMethod.Patch, "/api/v1/twins/dev-001/desired", """{"a":null,"c":3}""");
        var merged = (await dashboard.Get("/api/v1/twins/dev-001")).Body.GetProperty("desired").EnumerateObject().Select(p => $"{p.Name}={p.Value}").Order(StringComparer.Ordinal);
        Assert.Equal("b=2 c=3 frequencyHz=1000000000", string.Join(' ', merged));
        await dashboard.Send(HttpMethod.Put, "/api/v1/twins/dev-001/desired", """{"b":5}""");
        Assert.Equal("""{"b":5}""", (await dashboard.Get("/api/v1/twins/dev-001")).Body.GetProperty("desired").GetRawText());
        await dashboard.Send(HttpMethod.Put, "/api/v1/twins/dev-001/desired", "{}");
        Assert.Equal("{}", (await dashboard.Get("/api/v1/twins/dev-001")).Body.GetProperty("desired").GetRawText());
    }

    [Theory]
    [InlineData("""{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"a":1},"extra":1}""", 400, "extra", "unknown field")]
    [InlineData("""{"sequence":1,"sequence":2,"at":"2026-03-02T09:00:00Z","state":{"a":1}}""", 400, "sequence", "twice")]
    [InlineData("""{"at":"2026-03-02T09:00:00Z","state":{"a":1}}""", 400, "sequence", "missing")]
    [InlineData("""{"sequence":1,"state":{"a":1}}""", 400, "at", "missing")]
    [InlineData("""{"sequence":1,"at":"2026-03-02T09:00:00Z"}""", 400, "state", "missing")]
    [InlineData("""{"sequence":"one","at":"2026-03-02T09:00:00Z","state":{"a":1}}""", 400, "sequence", "wrong type")]
    [InlineData("""{"sequence":1,"at":"noon","state":{"a":1}}""", 400, "at", "wrong type")]
    [InlineData("""{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"a":"hot"}}""", 400, "state.a", "wrong type")]
    [InlineData("""{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"a":"NaN"}}""", 400, "state.a", "wrong type")]
    [InlineData("""{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"a":1}""", 400, "body", "well-formed")]
    [InlineData("null", 400, "body", "object")]
    [InlineData("""{"sequence":0,"at":"2026-03-02T09:00:00Z","state":{"a":1}}""", 422, "sequence", "1 or more")]
    [InlineData("""{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{}}""", 422, "state", "1 to 64")]
    [InlineData("""{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"a":1e999}}""", 422, "state.a", "finite")]
    [InlineData("""{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"1a":1}}""", 422, "state", "begin with a letter")]
    public async Task A_bad_report_is_refused_by_field(string json, int status, string field, string range)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", json), status, field, range);
        Assert.Equal(0, (await dashboard.Get("/api/v1/twins/dev-001")).Body.GetProperty("lastSequence").GetInt64());
    }

    [Fact]
    public async Task What_the_network_refuses_is_told_with_its_words()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Patch, "/api/v1/twins/dev-001/desired", """{"frequencyHz":5e9}"""), 422, "frequencyHz", "3e8 to 2e9");
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Patch, "/api/v1/twins/nobody/desired", """{"a":1}"""), 404, "id", "nobody");
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Put, "/api/v1/twins/nobody/desired", """{"a":1}"""), 404, "id", "nobody");
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Post, "/api/v1/twins/nobody/reports", Report), 404, "id", "nobody");
    }

    [Fact]
    public async Task Large_bodies_and_other_types_are_refused()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var large = """{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"a":1}}""".Replace("\"a\":1", "\"a\":" + new string('1', 70_000), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", large)).Status);

        using var streamed = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/twins/dev-001/reports", UriKind.Relative)) { Content = new StringContent(large, System.Text.Encoding.UTF8, "application/json") };
        streamed.Headers.TransferEncodingChunked = true; // no length is announced
        using (var answer = await dashboard.Client.SendAsync(streamed)) Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await dashboard.Send(HttpMethod.Delete, "/api/v1/twins")).Status);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("a", "1")]);
        using (var answer = await dashboard.Client.PostAsync(new Uri("/api/v1/twins/dev-001/reports", UriKind.Relative), form)) Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("reading", "a"), KeyValuePair.Create("value", "1")]);
        using var answer = await dashboard.Client.PostAsync(new Uri("/twins/dev-001/desired", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("too old to be trusted", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("{}", (await dashboard.Get("/api/v1/twins/dev-001")).Body.GetProperty("desired").GetRawText());
    }
}
