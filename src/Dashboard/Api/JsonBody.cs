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
        if (context.Request.ContentLength > MaxBytes) return (null, TooLarge());
        using var buffer = new MemoryStream();
        var chunk = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MaxBytes) return (null, TooLarge());
            await buffer.WriteAsync(chunk.AsMemory(0, read), context.RequestAborted);
        }
        var (value, fault) = Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), type);
        return value is null ? (null, Problems.Field(fault.Field, fault.Error)) : (value, null);
    }

    /// <summary>The same of JSON that is there already, by whatever way it came.</summary>
    public static (T? Value, InputFault Fault) Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value ? (value, default) : (null, new InputFault("body", "must be a JSON object"));
        }
        catch (JsonException e)
        {
            return (null, new InputFault(FieldOf(e), Reason(e)));
        }
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
        var m when m.Contains("could not be converted", StringComparison.Ordinal) => "has the wrong type",
        _ => $"is not well-formed JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})",
    };
}
