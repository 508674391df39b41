using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests.Api;

/// <summary>What machines of people's own send: names of any script, times without their offset, compressed bodies.</summary>
public sealed class MachineInputTests
{
    private const string Machine = """{"station":"hall-a"}""";
    private const string Report = """{"sequence":1,"at":"2026-03-02T09:00:00Z","state":{"temperatureK":301.5}}""";

    [Fact]
    public async Task A_report_of_an_unknown_machine_is_told_how_to_register_and_a_removed_one_is_unknown()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Post, "/api/v1/twins/press%201/reports", Report), 404, "id", "PUT /api/v1/twins/press%201 registers");
        await dashboard.Send(HttpMethod.Put, "/api/v1/twins/press%201", Machine);
        Assert.Equal(HttpStatusCode.OK, (await dashboard.Send(HttpMethod.Post, "/api/v1/twins/press%201/reports", Report)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await dashboard.Send(HttpMethod.Delete, "/api/v1/twins/press%201")).Status);
        ApiFixture.IsProblem(await dashboard.Get("/api/v1/twins/press%201"), 404, "id", "press 1");
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Post, "/api/v1/twins/press%201/reports", Report), 404, "id", "registers");
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Delete, "/api/v1/twins/press%201"), 404, "id", "press 1");
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Delete, "/api/v1/twins/dev-001"), 422, "device", "learns");
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Delete, "/api/v1/twins/dev-001?force=true"), 400, "force", "unknown parameter");
    }

    [Theory]
    [InlineData("hall-3%2Fpress-1", "slash")]
    [InlineData("hall-3%2fpress-1", "slash")]
    [InlineData("press-1%20", "space")]
    public async Task A_name_that_would_look_otherwise_than_it_was_given_is_refused(string id, string why)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Put, $"/api/v1/twins/{id}", Machine), 422, "id", why);
    }

    [Theory]
    [InlineData("Drehbänk 7 (Süd)")]
    [InlineData("機械-1")]
    [InlineData("50% & more?#+;,=")]
    [InlineData("<b>press\"'")]
    public async Task Any_name_that_people_give_machines_goes_through_api_and_pages(string id)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var path = "/twins/" + Uri.EscapeDataString(id);
        Assert.Equal(HttpStatusCode.Created, (await dashboard.Send(HttpMethod.Put, "/api/v1" + path, Machine)).Status);
        Assert.Equal(HttpStatusCode.OK, (await dashboard.Send(HttpMethod.Post, $"/api/v1{path}/reports", Report)).Status);
        Assert.Equal(id, (await dashboard.Get("/api/v1" + path)).Body.GetProperty("id").GetString());
        var list = await dashboard.Client.GetStringAsync(new Uri("/twins", UriKind.Relative));
        Assert.Contains($"href=\"{path}\"", list, StringComparison.Ordinal);
        var page = await dashboard.Client.GetStringAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(id, WebUtility.HtmlDecode(page.Split("<h1>")[1].Split("</h1>")[0]));
        Assert.DoesNotContain("<b>press", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-02T09:00:00", false)]
    [InlineData("2026-03-02", false)]
    [InlineData("2026-03-02T09:00:00.123456", false)]
    [InlineData("2026-03-02T09:00:00.123456+00:00", true)]
    [InlineData("2026-03-02T10:00:00+01:00", true)]
    [InlineData("2026-03-02T09:00:00Z", true)]
    public async Task A_time_without_its_offset_is_refused_rather_than_guessed(string at, bool isTaken)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var answer = await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", Report.Replace("2026-03-02T09:00:00Z", at, StringComparison.Ordinal));
        if (isTaken) Assert.Equal(HttpStatusCode.OK, answer.Status);
        else ApiFixture.IsProblem(answer, 400, "at", "offset");
    }

    [Fact]
    public async Task A_mark_of_utf8_before_the_json_is_passed_over()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", "\uFEFF" + Report)).Status);
        ApiFixture.IsProblem(await dashboard.Send(HttpMethod.Post, "/api/v1/twins/dev-001/reports", "\uFEFF"), 400, "body", "well-formed");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_compressed_report_is_read_or_told_what_may_be(string encoding)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var answer = await Send(encoding, Report);
        Assert.Equal(encoding is "zstd" ? HttpStatusCode.UnsupportedMediaType : HttpStatusCode.OK, answer.StatusCode);
        if (encoding is "zstd") Assert.Contains("gzip, deflate, br", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        else Assert.Equal(1, (await dashboard.Get("/api/v1/twins/dev-001")).Body.GetProperty("lastSequence").GetInt64());

        // However small it is on the way, it must not grow beyond the limit; and it must be what it says.
        if (encoding is "zstd") return;
        using var bomb = await Send(encoding, Report + new string(' ', 1 << 20));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
        using var plain = Request(encoding, Encoding.UTF8.GetBytes(Report));
        using var lie = await dashboard.Client.SendAsync(plain);
        Assert.Equal(HttpStatusCode.BadRequest, lie.StatusCode);

        async Task<HttpResponseMessage> Send(string how, string text)
        {
            using var packed = new MemoryStream();
            await using (Stream packing = how is "br" ? new BrotliStream(packed, CompressionMode.Compress, leaveOpen: true) : new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
                await packing.WriteAsync(Encoding.UTF8.GetBytes(text));
            using var request = Request(how, packed.ToArray());
            return await dashboard.Client.SendAsync(request);
        }

        static HttpRequestMessage Request(string how, byte[] body)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            content.Headers.ContentEncoding.Add(how);
            return new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/twins/dev-001/reports", UriKind.Relative)) { Content = content };
        }
    }
}
