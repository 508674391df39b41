using Diten.Simulation.Experiments.Series;
using Diten.Simulation.Report;

namespace Diten.Simulation.Experiments.Paper;

/// <summary>The table that every experiment with training has.</summary>
internal static class OutcomeTable
{
    /// <summary>Accuracy, and what it took.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="series">A row each.</param>
    /// <param name="target">Accuracy for the columns "to target", 0..1.</param>
    public static DataTable Of(string caption, IReadOnlyList<SeriesResult> series, double target)
    {
        var to = $"to {Say.Percent(target, 1)}";
        return new DataTable(
            caption,
            ["", "Accuracy at the end", "Best", $"Rounds {to}", $"Time {to}", $"Energy {to}", $"Model bits {to}", "Time of all rounds", "Devices never taken"],
            [.. series.Select(one => Row(one, target))]);
    }

    private static string[] Row(SeriesResult one, double target) =>
    [
        one.Title,
        Say.Percent(one.Last("accuracy")),
        Say.Percent(one["accuracy"].Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max()),
        Target.Round(one, target)?.ToString() ?? "–",
        Say.Seconds(Target.Spent(one, target, "cumulativeSeconds")),
        Say.Joules(Target.Spent(one, target, "cumulativeEnergyJoules")),
        Say.Bits(Target.Spent(one, target, "cumulativeBits")),
        Say.Seconds(one.Last("cumulativeSeconds")),
        one["roundsTaken"].Count(rounds => rounds == 0).ToString(),
    ];
}
