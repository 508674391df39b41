using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Diten.Dashboard.Api;

/// <summary>Reads a JSON body of bounded size, strictly.</summary>
internal static class JsonBody
{
    /// <summary>Largest body of a report or of desired state, bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    public static async Task<(T? Value, ProblemHttpResult? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Not JSON", "Content-Type: must be application/json"));
        // What is left of it here could not be undone: gzip, deflate and Brotli were.
        if (context.Request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Unknown encoding", "Content-Encoding: must be gzip, deflate, br or none"));
        if (context.Request.ContentLength > MaxBytes) return (null, TooLarge());
        using var buffer = new MemoryStream();
        try
        {
            if (!await FillAsync(buffer, context)) return (null, TooLarge());
        }
        // What the decompressing streams throw: gzip and deflate the one, Brotli the other.
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return (null, Problems.Field("body", "is not what Content-Encoding says"));
        }
        var (value, fault) = Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), type);
        return value is null ? (null, Problems.Field(fault.Field, fault.Error)) : (value, null);
    }

    /// <summary>The same of JSON that is there already, by whatever way it came.</summary>
    public static (T? Value, InputFault Fault) Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        // Some programs mark their UTF-8; the mark says nothing.
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value ? (value, default) : (null, new InputFault("body", "must be a JSON object"));
        }
        catch (JsonException e)
        {
            return (null, new InputFault(FieldOf(e), Reason(e)));
        }
    }

    private static async Task<bool> FillAsync(MemoryStream buffer, HttpContext context)
    {
        var chunk = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MaxBytes) return false;
            await buffer.WriteAsync(chunk.AsMemory(0, read), context.RequestAborted);
        }
        return true;
    }

    private static ProblemHttpResult TooLarge() => Problems.Of(StatusCodes.Status413PayloadTooLarge, "Body too large", $"body: must have at most {MaxBytes} bytes");

    private static string FieldOf(JsonException e)
    {
        var path = e.Path is { Length: > 2 } p && p.StartsWith("$.", StringComparison.Ordinal) ? p[2..] : null;
        return path ?? "body";
    }

    private static string Reason(JsonException e) => e.Message switch
    {
        var m when m.Contains("could not be mapped", StringComparison.Ordinal) => "unknown field",
        var m when m.Contains("uplicate", StringComparison.Ordinal) => "is given twice",
        OffsetTimeConverter.NoOffset => OffsetTimeConverter.NoOffset,
        var m when m.Contains("could not be converted", StringComparison.Ordinal) => "has the wrong type",
        _ => $"is not well-formed JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})",
    };
}
