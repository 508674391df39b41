using System.Net;
using System.Text;
using System.Text.Json;
using Diten.Dashboard.Tests.Support;

namespace Diten.Dashboard.Tests.Api;

/// <summary>Requests and answers, short.</summary>
internal static class ApiFixture
{
    public static async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> Send(
        this RunningDashboard dashboard, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        var response = await dashboard.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response);
    }

    public static Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> Get(this RunningDashboard dashboard, string path, params (string Name, string Value)[] headers) =>
        dashboard.Send(HttpMethod.Get, path, null, headers);

    /// <summary>A problem document of this status that names this field.</summary>
    public static void IsProblem((HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response) answer, int status, string field, string range)
    {
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("application/problem+json", answer.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, answer.Body.GetProperty("status").GetInt32());
        Assert.Equal(field, answer.Body.GetProperty("field").GetString());
        Assert.Contains(range, answer.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
