using Diten.Core.Allocation;

namespace Diten.Learning.Allocation;

/// <summary>
/// Alg. 2 while it runs: decides with a network, remembers the states it met, and trains a copy anew from the replay buffer
/// every so many decisions and whenever the gap drifts. For one thread.
/// </summary>
/// <remarks>The gap is that to the best policy that initialisation, exploration and search find in the same state.</remarks>
public sealed class AdaptiveAllocator
{
    private readonly TrainingOptions _options;
    private readonly int _period;
    private readonly DriftDetector _drift;
    private readonly ReplayBuffer _replay;
    private PairNetwork _network;
    private DnnAllocator _allocator;
    private int _since;
    private long _next;

    /// <summary>Starts with a trained network.</summary>
    /// <param name="network">Copied.</param>
    /// <param name="options">How to retrain; its replay capacity bounds what is remembered.</param>
    /// <param name="period">Decisions between two trainings, 1 or more.</param>
    /// <param name="drift">Decides when the gap has drifted.</param>
    public AdaptiveAllocator(PairNetwork network, TrainingOptions options, int period, DriftDetector drift)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(drift);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        (_options, _period, _drift) = (options, period, drift);
        _replay = new ReplayBuffer(options.ReplayCapacity);
        _network = network.Clone();
        _allocator = new DnnAllocator(_network);
    }

    /// <summary>Trainings because the period was over.</summary>
    public int PeriodicTrainings { get; private set; }

    /// <summary>Trainings because the gap drifted.</summary>
    public int DriftTrainings { get; private set; }

    /// <summary>The network in use.</summary>
    public PairNetwork Network => _network;

    /// <summary>Decides, learns, and retrains where it is time to.</summary>
    /// <param name="state">The state; at least one participant.</param>
    /// <param name="random">The only source of randomness of the decision.</param>
    /// <returns>The decision, and its gap to the best policy found, relative.</returns>
    public (DnnDecision Decision, double Gap) Decide(AllocationState state, Random random)
    {
        var decision = _allocator.Decide(state, random);
        var label = PolicySearch.Best(state, _options.Seed, _next);
        _replay.Offer(_next++, state, label);
        var gap = AllocationOutcome.Evaluate(state.Problem, decision.Owner).Makespan / AllocationOutcome.Evaluate(state.Problem, label).Makespan - 1;
        gap = double.IsFinite(gap) ? Math.Max(0, gap) : 0;
        _since++;
        var drifted = _drift.Observe(gap);
        if (drifted) DriftTrainings++;
        else if (_since >= _period) PeriodicTrainings++;
        else return (decision, gap);
        Retrain();
        return (decision, gap);
    }

    private void Retrain()
    {
        _since = 0;
        var fresh = _network.Clone();
        new PolicyTrainer(fresh, _options, replay: _replay).Train();
        _network = fresh;
        _allocator = new DnnAllocator(fresh);
        _drift.Reset();
    }
}
