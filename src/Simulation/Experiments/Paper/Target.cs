using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>An accuracy that all series reach, and what each spends until it does.</summary>
internal static class Target
{
    private static readonly double[] s_steps = [0.99, 0.985, 0.98, 0.975, 0.97, 0.96, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

    /// <summary>The highest of a few round accuracies that every series reaches; 0 if there is none.</summary>
    public static double Common(IEnumerable<SeriesResult> series)
    {
        var reach = series.SelectMany(one => one.Each()).Select(one => one["accuracy"].Where(double.IsFinite).DefaultIfEmpty(0).Max()).DefaultIfEmpty(0).Min();
        return s_steps.FirstOrDefault(step => step <= reach);
    }

    /// <summary>The first round, from 1, after which the accuracy is reached; null if it is not.</summary>
    public static int? Round(SeriesResult series, double accuracy)
    {
        var at = Array.FindIndex(series["accuracy"], value => value >= accuracy);
        return at < 0 ? null : at + 1;
    }

    /// <summary>A sum's value when the accuracy is reached; NaN if it is not.</summary>
    public static double Spent(SeriesResult series, double accuracy, string column) =>
        Round(series, accuracy) is { } round ? series[column][round - 1] : double.NaN;
}
