using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Diten.Simulation.Experiments.Output;

/// <summary>summary.json: the experiment, its seed and data set, and all series; keys that do not apply are left out.</summary>
internal static class SummaryJson
{
    /// <summary>Writes one experiment.</summary>
    public static string Write(ExperimentRun run)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteString("experiment", run.Experiment.Name);
            writer.WriteNumber("seed", run.Settings.Seed);
            writer.WriteString("dataset", run.Dataset);
            writer.WriteStartArray("series");
            foreach (var series in run.Series)
            {
                writer.WriteStartObject();
                foreach (var label in series.Labels) WriteLabel(writer, label);
                foreach (var column in series.Columns.Concat(series.Others)) WriteColumn(writer, column);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteLabel(Utf8JsonWriter writer, Series.Label label)
    {
        writer.WritePropertyName(label.Name);
        if (label.IsNumber) writer.WriteRawValue(label.Value);
        else writer.WriteStringValue(label.Value);
    }

    private static void WriteColumn(Utf8JsonWriter writer, Series.Column column)
    {
        if (column.Values.Length > 0 && Array.TrueForAll(column.Values, double.IsNaN)) return;
        writer.WritePropertyName(column.Name);
        writer.WriteRawValue($"[{string.Join(", ", column.Values.Select(value => double.IsFinite(value) ? value.ToString("R") : "null"))}]");
    }
}
