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
            caption + Say.Seeds(series),
            ["", "Accuracy at the end", "Best", $"Rounds {to}", $"Time {to}", $"Energy {to}", $"Model bits {to}", "Time of all rounds", "Devices never taken"],
            [.. series.Select(one => Row(one, target))]);
    }

    private static string[] Row(SeriesResult one, double target) =>
    [
        one.Title,
        Say.With(one.Over(each => each.Last("accuracy")), share => Say.Percent(share)),
        Say.With(one.Over(each => each["accuracy"].Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max()), share => Say.Percent(share)),
        Say.With(one.Over(each => Target.Round(each, target) ?? double.NaN), Say.Count),
        Say.With(one.Over(each => Target.Spent(each, target, "cumulativeSeconds")), Say.Seconds),
        Say.With(one.Over(each => Target.Spent(each, target, "cumulativeEnergyJoules")), Say.Joules),
        Say.With(one.Over(each => Target.Spent(each, target, "cumulativeBits")), Say.Bits),
        Say.With(one.Over(each => each.Last("cumulativeSeconds")), Say.Seconds),
        Say.With(one.Over(each => each["roundsTaken"].Count(rounds => rounds == 0)), Say.Count),
    ];
}
