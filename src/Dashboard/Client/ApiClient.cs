using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Diten.Core.Network;
using Diten.Dashboard.Api;

namespace Diten.Dashboard.Client;

/// <summary>The JSON API from the other side.</summary>
/// <param name="http">Its <c>BaseAddress</c> is the server's.</param>
public sealed class ApiClient(HttpClient http)
{
    /// <summary>The network as a whole.</summary>
    public Task<Answer<NetworkSnapshot>> NetworkAsync(CancellationToken stop) => GetAsync("/api/v1/network", ApiJson.Default.NetworkSnapshot, stop);

    /// <summary>One page of twins.</summary>
    public Task<Answer<TwinList>> TwinsAsync(TwinFilter filter, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = Query(
            ("station", filter.Station), ("liveness", filter.Liveness?.ToString().ToLowerInvariant()), ("drifting", filter.Drifting switch { true => "true", false => "false", null => null }),
            ("contains", filter.Contains), ("cursor", filter.Cursor), ("limit", filter.Limit.ToString()));
        return GetAsync("/api/v1/twins" + query, ApiJson.Default.TwinList, stop);
    }

    /// <summary>One twin.</summary>
    public Task<Answer<TwinSnapshot>> TwinAsync(string id, CancellationToken stop) => GetAsync($"/api/v1/twins/{Uri.EscapeDataString(id)}", ApiJson.Default.TwinSnapshot, stop);

    /// <summary>All stations.</summary>
    public Task<Answer<IReadOnlyList<StationSnapshot>>> StationsAsync(CancellationToken stop) => GetAsync("/api/v1/stations", ApiJson.Default.IReadOnlyListStationSnapshot, stop);

    /// <summary>A station's global model; <paramref name="version"/> null is the newest.</summary>
    /// <exception cref="ApiException">There is no server, it refuses, or the connection breaks.</exception>
    public async Task<ModelSnapshot> ModelAsync(string station, int? version, CancellationToken stop)
    {
        using var response = await SendAsync($"/api/v1/stations/{Uri.EscapeDataString(station)}/model" + Query(("version", version?.ToString())), HttpCompletionOption.ResponseHeadersRead, stop);
        var number = response.Headers.TryGetValues(ModelReads.VersionHeader, out var versions) && int.TryParse(versions.First(), out var told)
            ? told
            : throw new ApiException(0, $"{http.BaseAddress} does not answer as a DITEN server");
        var name = response.Headers.TryGetValues(ModelReads.NameHeader, out var names) ? Uri.UnescapeDataString(names.First()) : "";
        try
        {
            return new ModelSnapshot(station, name, number, await response.Content.ReadAsByteArrayAsync(stop));
        }
        catch (HttpRequestException e)
        {
            throw Broken(e);
        }
    }

    /// <summary>Finished rounds, without their devices.</summary>
    public Task<Answer<IReadOnlyList<RoundSnapshot>>> RoundsAsync(string? station, int from, int count, CancellationToken stop) =>
        GetAsync("/api/v1/rounds" + Query(("station", station), ("from", from.ToString()), ("count", count.ToString()), ("devices", "false")), ApiJson.Default.IReadOnlyListRoundSnapshot, stop);

    /// <summary>Events until cancelled or until the server ends.</summary>
    /// <exception cref="ApiException">There is no server, it refuses, or the connection breaks.</exception>
    public async IAsyncEnumerable<Answer<NetworkEvent>> WatchAsync([EnumeratorCancellation] CancellationToken stop)
    {
        using var response = await SendAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, stop);
        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        await using var items = SseParser.Create(stream).EnumerateAsync(stop).GetAsyncEnumerator(stop);
        while (await NextAsync(items))
        {
            if (JsonSerializer.Deserialize(items.Current.Data, ApiJson.Default.NetworkEvent) is { } e) yield return new Answer<NetworkEvent>(e, items.Current.Data);
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (IOException e)
        {
            throw Broken(e);
        }
    }

    private ApiException Broken(Exception e) => new(0, $"the connection to {http.BaseAddress} broke: {e.Message}", e);

    private async Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using var response = await SendAsync(path, HttpCompletionOption.ResponseContentRead, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        try
        {
            return new Answer<T>(JsonSerializer.Deserialize(text, type) ?? throw new ApiException(0, $"{http.BaseAddress} answered with nothing"), text);
        }
        catch (JsonException)
        {
            throw new ApiException(0, $"{http.BaseAddress} does not answer as a DITEN server");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpCompletionOption completion, CancellationToken stop)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.GetAsync(new Uri(path, UriKind.Relative), completion, stop);
        }
        catch (HttpRequestException e)
        {
            throw new ApiException(0, $"no DITEN server answers at {http.BaseAddress} ({e.HttpRequestError}); start one with 'diten up', or name another with --url", e);
        }
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new ApiException((int)response.StatusCode, await DetailAsync(response, stop));
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop);
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.TryGetProperty("detail", out var detail)) return detail.GetString() ?? "";
        }
        catch (JsonException)
        {
            // Not a problem document: the status line is all there is to say.
        }
        return $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}";
    }

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var parts = new List<string>();
        foreach (var (name, value) in values)
        {
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}

/// <summary>What the server said, as a value and as it stood on the wire.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Json">The JSON text it came from.</param>
public sealed record Answer<T>(T Value, string Json);

/// <summary>The server is not there (status 0) or refused; the message is one line for people.</summary>
public sealed class ApiException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>HTTP status; 0 if there was no answer that makes sense.</summary>
    public int Status { get; } = status;
}
