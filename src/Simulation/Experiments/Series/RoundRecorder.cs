using Diten.Core.Network;

namespace Diten.Simulation.Experiments.Series;

/// <summary>Turns rounds into columns.</summary>
internal sealed class RoundRecorder
{
    private readonly List<RoundSnapshot> _rounds = [];
    private readonly List<double> _bounds = [];

    /// <summary>Takes one round.</summary>
    /// <param name="round">The round.</param>
    /// <param name="bound">Lower bound on its makespan, s; NaN where there is none.</param>
    public void Add(RoundSnapshot round, double bound = double.NaN)
    {
        _rounds.Add(round with { Devices = [] });
        _bounds.Add(bound);
    }

    /// <summary>One value per round each; sums start with the first round.</summary>
    public IReadOnlyList<Column> Columns() =>
    [
        Column("accuracy", round => round.Accuracy ?? double.NaN),
        Column("loss", round => round.Loss ?? double.NaN),
        Column("roundSeconds", round => round.DurationSeconds),
        Sum("cumulativeSeconds", round => round.DurationSeconds),
        Sum("cumulativeEnergyJoules", round => round.EnergyJoules),
        Sum("cumulativeBits", round => round.ModelBits),
        Sum("cumulativeStateBits", round => round.StateBits),
        Column("sent", round => round.Participants),
        Column("makespanSeconds", round => round.MakespanSeconds),
        Column("meanSeconds", round => round.MeanSeconds),
        Column("psi", round => round.Psi),
        new("boundSeconds", [.. _bounds]),
        new("cumulativeBoundSeconds", Sums(_bounds)),
    ];

    private Column Column(string name, Func<RoundSnapshot, double> value) => new(name, [.. _rounds.Select(value)]);

    private static double[] Sums(List<double> values)
    {
        var sum = 0.0;
        return [.. values.Select(value => sum += value)];
    }

    private Column Sum(string name, Func<RoundSnapshot, double> value)
    {
        var sum = 0.0;
        return Column(name, round => sum += value(round));
    }
}
