using System.Text;
using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments.Output;

/// <summary>results.csv: one row per series and step; the same run gives the same bytes.</summary>
internal static class ResultsCsv
{
    /// <summary>Writes all series.</summary>
    /// <param name="experiment">The experiment's name, the first column.</param>
    /// <param name="seeds">The series of each seed; labels and columns that only some have stay empty in the others.</param>
    public static string Write(string experiment, IReadOnlyList<SeedRun> seeds)
    {
        var series = seeds.SelectMany(seed => seed.Series).ToArray();
        var labels = series.SelectMany(s => s.Labels).Select(label => label.Name).Distinct(StringComparer.Ordinal).ToArray();
        var columns = series.SelectMany(s => s.Columns).Select(column => column.Name).Distinct(StringComparer.Ordinal).ToArray();
        var text = new StringBuilder();
        text.AppendJoin(',', ["experiment", "seed", .. labels, "step", .. columns]).Append('\n');
        foreach (var (seed, one) in seeds.SelectMany(seed => seed.Series.Select(one => (seed.Seed, one))))
        {
            var head = string.Join(',', [experiment, seed.ToString(), .. labels.Select(name => Quote(one.Label(name) ?? ""))]);
            var values = columns.Select(name => one.Columns.FirstOrDefault(column => column.Name == name)?.Values).ToArray();
            for (var step = 0; step < one.Steps; step++)
            {
                text.Append(head).Append(',').Append(step + 1);
                foreach (var column in values) text.Append(',').Append(Number(column, step));
                text.Append('\n');
            }
        }
        return text.ToString();
    }

    private static string Number(double[]? column, int step) =>
        column is null || double.IsNaN(column[step]) ? "" : column[step].ToString("R");

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
