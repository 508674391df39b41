using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Diten.Simulation.Commands.Solve;

/// <summary>Writes an answer as JSON: indented objects, arrays of numbers on one line, shortest digits that round-trip.</summary>
internal static class AnswerWriter
{
    /// <summary>Writes one object.</summary>
    /// <param name="write">Writes the fields.</param>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a finite number.</summary>
    /// <exception cref="InputException">The problem's numbers are so extreme that the answer is not finite.</exception>
    public static void Number(this Utf8JsonWriter writer, string name, double value)
    {
        if (!double.IsFinite(value)) throw Overflow(name);
        writer.WriteNumber(name, value);
    }

    /// <summary>Writes an array of finite numbers on one line.</summary>
    /// <exception cref="InputException">The problem's numbers are so extreme that the answer is not finite.</exception>
    public static void Numbers(this Utf8JsonWriter writer, string name, ReadOnlySpan<double> values)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i])) throw Overflow($"{name}[{i}]");
            text.Append(i == 0 ? "" : ", ").Append(values[i].ToString("R"));
        }
        writer.WritePropertyName(name);
        writer.WriteRawValue(text.Append(']').ToString());
    }

    /// <summary>Writes an array of finite numbers on one line, null where there is none.</summary>
    public static void NumbersOrNull(this Utf8JsonWriter writer, string name, IEnumerable<double?> values)
    {
        var texts = values.Select((value, i) => value switch
        {
            null => "null",
            { } number when !double.IsFinite(number) => throw Overflow($"{name}[{i}]"),
            { } number => number.ToString("R"),
        });
        writer.WritePropertyName(name);
        writer.WriteRawValue($"[{string.Join(", ", texts)}]");
    }

    private static InputException Overflow(string name) =>
        new(name, "the answer is not finite; the input's numbers must be such that it stays below 1.8e308");
}
