using System.Net;
using System.Text.Json;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests.Api;

public sealed class MachineTests
{
    private const string Twin = "/api/v1/twins/press%201";

    [Fact]
    public async Task A_machine_is_registered_once_reports_and_says_farewell()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var made = await dashboard.Send(HttpMethod.Put, Twin, """{"station":"hall-a","x":3,"y":-4}""");
        Assert.Equal((HttpStatusCode.Created, Twin), (made.Status, made.Response.Headers.Location!.OriginalString));
        Assert.Equal(made.Body.GetProperty("revision").GetInt64(), (await dashboard.Get(Twin)).Body.GetProperty("revision").GetInt64());
        var again = await dashboard.Send(HttpMethod.Put, Twin, """{"station":"hall-a","x":3,"y":-4}""");
        Assert.Equal((HttpStatusCode.OK, 0L), (again.Status, again.Body.GetProperty("lastSequence").GetInt64()));
        Assert.Equal(HttpStatusCode.OK, (await dashboard.Send(HttpMethod.Post, Twin + "/reports", """{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"temperatureK":301.5}}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await dashboard.Send(HttpMethod.Put, Twin + "/liveness", """{"liveness":"offline"}""")).Status);
        Assert.Equal("offline", (await dashboard.Get(Twin)).Body.GetProperty("liveness").GetString());
    }

    [Fact]
    public async Task Commands_are_what_is_desired_of_it()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        Assert.Equal("""{"commands":[]}""", (await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/commands", "{}")).Body.GetRawText());
        await dashboard.Send(HttpMethod.Patch, "/api/v1/twins/dev-001/desired", """{"valveRatio":0.4}""");
        var (status, body, _) = await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/commands", "{}");
        Assert.Equal(HttpStatusCode.OK, status);
        var command = Assert.Single(body.GetProperty("commands").EnumerateArray());
        Assert.Equal(("valveRatio", 0.4, 1L, 1), (command.GetProperty("reading").GetString(), command.GetProperty("value").GetDouble(), command.GetProperty("number").GetInt64(), command.GetProperty("attempt").GetInt32()));
        Assert.Equal(JsonValueKind.String, command.GetProperty("expiresAt").ValueKind);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/twins/press-1", "{}", 400, "station", "missing")]
    [InlineData("PUT", "/api/v1/twins/press-1", """{"station":"a","samples":5}""", 400, "samples", "unknown field")]
    [InlineData("PUT", "/api/v1/twins/press-1", """{"station":"a","x":"east"}""", 400, "x", "wrong type")]
    [InlineData("PUT", "/api/v1/twins/press-1", """{"station":"a","x":1e999}""", 422, "x", "finite")]
    [InlineData("PUT", "/api/v1/twins/press-1", """{"station":" "}""", 422, "station", "missing")]
    [InlineData("PUT", "/api/v1/twins/dev-001", """{"station":"a"}""", 422, "device", "learns")]
    [InlineData("PUT", "/api/v1/twins/dev-001/liveness", "{}", 400, "liveness", "offline")]
    [InlineData("PUT", "/api/v1/twins/dev-001/liveness", """{"liveness":"online"}""", 422, "liveness", "when it reports")]
    [InlineData("PUT", "/api/v1/twins/nobody/liveness", """{"liveness":"offline"}""", 404, "id", "no twin")]
    [InlineData("POST", "/api/v1/twins/nobody/commands", "{}", 404, "id", "no twin")]
    [InlineData("POST", "/api/v1/twins/dev-001/commands", """{"all":true}""", 400, "all", "unknown field")]
    public async Task Bad_input_is_refused_by_field(string method, string path, string json, int status, string field, string range)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        ApiFixture.IsProblem(await dashboard.Send(new HttpMethod(method), path, json), status, field, range);
    }

    [Theory]
    [InlineData("/api/v1/twins/dev-001/commands")]
    [InlineData("/api/v1/twins/dev-001/reports")]
    public async Task What_a_form_of_another_site_could_send_is_not_taken(string path)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var form = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain");
        using var response = await dashboard.Client.PostAsync(new Uri(path, UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }
}
