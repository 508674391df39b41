using Diten.Core.Network;

namespace Diten.Simulation.Engine;

/// <summary>
/// What a trained run did as far as others can repeat it without training: the update weights, by which participants are
/// chosen, and what the test set said. Neither depends on who hands out the subcarriers, on the twins' estimates or on how
/// long anything takes. Runs that differ in these alone are therefore the same bits with a trace as with training.
/// </summary>
internal sealed class LearningTrace
{
    private readonly List<double?[]> _weights = [];
    private readonly List<(double? Accuracy, double? Loss)> _evaluations = [];

    private LearningTrace(int[] samples, int parameters)
    {
        Samples = samples;
        Parameters = parameters;
    }

    /// <summary>D_i, samples; length N.</summary>
    public IReadOnlyList<int> Samples { get; }

    /// <summary>P of the model that was trained.</summary>
    public int Parameters { get; }

    /// <summary>An empty trace for a run that is to begin; null where a run cannot be repeated from one: several base-station rounds per round.</summary>
    public static LearningTrace? Of(Simulator simulator)
    {
        if (simulator.Workload is not { } workload || simulator.Options.RoundsPerMacroRound > 1) return null;
        return new LearningTrace([.. workload.Shards.Select(shard => shard.Count)], workload.Learner.ParameterCount);
    }

    /// <summary>Takes a round that has just been run.</summary>
    /// <returns>This; null if a model was refused, which only those who train can know.</returns>
    public LearningTrace? With(Simulator simulator, RoundSnapshot round)
    {
        var turns = Enumerable.Range(0, Samples.Count).Select(i => simulator.Find(i).Turn).ToArray();
        if (Array.Exists(turns, turn => turn.Participated != turn.Counted || turn.UpdateWeight is double.NaN)) return null;
        _weights.Add(Array.ConvertAll(turns, turn => turn.UpdateWeight));
        _evaluations.Add((round.Accuracy, round.Loss));
        return this;
    }

    /// <summary>τ of a device that was online in a round, from 1; null where the scheme has none.</summary>
    /// <exception cref="InvalidOperationException">The trace is shorter.</exception>
    public double? WeightOf(int device, int round) => _weights[Index(round)][device];

    /// <summary>A round with what the test set said after it.</summary>
    /// <exception cref="InvalidOperationException">The trace is shorter.</exception>
    public RoundSnapshot Judge(RoundSnapshot snapshot, int round)
    {
        var (accuracy, loss) = _evaluations[Index(round)];
        return snapshot with { Accuracy = accuracy, Loss = loss };
    }

    private int Index(int round) => round <= _weights.Count
        ? round - 1
        : throw new InvalidOperationException($"the trace has {_weights.Count} rounds; round {round} is not in it");
}
