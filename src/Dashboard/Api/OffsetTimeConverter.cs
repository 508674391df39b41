using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Diten.Dashboard.Api;

/// <summary>A time that says its offset. Without one it would be taken in the server's own time zone.</summary>
internal sealed class OffsetTimeConverter : JsonConverter<DateTimeOffset?>
{
    /// <summary>What is wrong with a time that says none.</summary>
    public const string NoOffset = "must say its offset, as in 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00";

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (!reader.TryGetDateTimeOffset(out var at)) throw new JsonException();
        var text = reader.GetString()!;
        var time = text.IndexOf('T', StringComparison.Ordinal);
        return time >= 0 && text.AsSpan(time).IndexOfAny('Z', '+', '-') >= 0 ? at : throw new JsonException(NoOffset);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.ToString("O", CultureInfo.InvariantCulture));
}
