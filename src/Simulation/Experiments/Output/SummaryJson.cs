using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments.Output;

/// <summary>
/// summary.json: the experiment, its seeds and data set, what the columns are, and all series of all seeds; of several seeds also
/// the means and half the 95 % confidence intervals. Keys that do not apply are left out.
/// </summary>
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
            writer.WriteNumber("seeds", run.Seeds.Count);
            writer.WriteString("dataset", run.Dataset);
            writer.WriteString("version", ResultFolder.Version);
            if (run.Settings.Set.Count > 0) WriteSettings(writer, run);
            WriteColumns(writer, run);
            writer.WriteStartArray("series");
            foreach (var (seed, series) in run.Seeds.SelectMany(one => one.Series.Select(series => (one.Seed, series)))) WriteSeries(writer, series, seed);
            writer.WriteEndArray();
            if (run.Seeds.Count > 1 && run.IsComplete) WriteMeans(writer, run);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteSettings(Utf8JsonWriter writer, ExperimentRun run)
    {
        writer.WriteStartObject("set");
        foreach (var setting in run.Settings.Set) writer.WriteString(setting.Name, Convert.ToString(setting.Value, CultureInfo.InvariantCulture) ?? "none");
        writer.WriteEndObject();
    }

    private static void WriteColumns(Utf8JsonWriter writer, ExperimentRun run)
    {
        writer.WriteStartObject("columns");
        var names = run.Seeds.SelectMany(one => one.Series).SelectMany(series => series.Columns.Concat(series.Others)).Select(column => column.Name);
        foreach (var name in names.Distinct(StringComparer.Ordinal)) writer.WriteString(name, ColumnMeaning.Of(name));
        writer.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter writer, SeriesResult series, int seed)
    {
        writer.WriteStartObject();
        foreach (var label in series.Labels) WriteLabel(writer, label);
        if (series.Label("seed") is null) writer.WriteNumber("seed", seed);
        foreach (var column in series.Columns.Concat(series.Others)) WriteColumn(writer, column.Name, column.Values);
        writer.WriteEndObject();
    }

    private static void WriteMeans(Utf8JsonWriter writer, ExperimentRun run)
    {
        writer.WriteStartArray("means");
        foreach (var series in run.Series)
        {
            writer.WriteStartObject();
            foreach (var label in series.Labels) WriteLabel(writer, label);
            foreach (var column in series.Columns)
            {
                WriteColumn(writer, column.Name, column.Values);
                var (low, high) = series.Band(column.Name)!.Value;
                WriteColumn(writer, column.Name + ".halfWidth95", [.. high.Zip(low, (h, l) => (h - l) / 2)]);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteLabel(Utf8JsonWriter writer, Label label)
    {
        writer.WritePropertyName(label.Name);
        if (label.IsNumber) writer.WriteRawValue(label.Value);
        else writer.WriteStringValue(label.Value);
    }

    private static void WriteColumn(Utf8JsonWriter writer, string name, double[] values)
    {
        if (values.Length > 0 && Array.TrueForAll(values, double.IsNaN)) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue($"[{string.Join(", ", values.Select(value => double.IsFinite(value) ? value.ToString("R") : "null"))}]");
    }
}
