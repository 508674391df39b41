using Diten.Core.Allocation;
using Diten.Learning.Plugins;

namespace Diten.Learning.Allocation;

/// <summary>
/// Alg. 2 while it runs, the allocator <c>dnn-adaptive</c>: decides with a network, remembers the states it met, and trains a
/// copy anew from one half of the replay buffer every so many decisions and whenever the gap drifts. Of the epochs of that
/// training and the network before it, the one that decides the other half best is taken. For one thread; the same states give the same decisions, bit for bit.
/// </summary>
/// <remarks>
/// The gap is that to the best policy that initialisation, exploration and search find in the same state, after the decision.
/// Where it has drifted, what was remembered of the time before is forgotten: it tells of a channel that is gone. As soon as the
/// drift detector's window of new states is remembered it trains, again when there are twice as many, and so on up to the period.
/// </remarks>
public sealed class AdaptiveAllocator : IAdaptiveAllocator
{
    // Of the states remembered one in so many is kept back.
    private const int KeptBack = 2;

    private readonly TrainingOptions _options;
    private readonly int _period;
    private readonly DriftDetector _drift;
    private readonly ReplayBuffer _replay;
    private readonly PairNetwork _first;
    private readonly LearnerChoice _learner;
    private PairNetwork _network;
    private DnnAllocator _allocator;
    private int _since;
    private int _due;
    private bool _drifted;
    private long _next;

    /// <summary>Starts with a trained network.</summary>
    /// <param name="network">Copied.</param>
    /// <param name="options">How to retrain; its replay capacity bounds what is remembered.</param>
    /// <param name="period">Decisions between two trainings, 1 or more.</param>
    /// <param name="drift">Decides when the gap has drifted.</param>
    /// <param name="learner">Who trains the network; null for the built-in learner.</param>
    public AdaptiveAllocator(PairNetwork network, TrainingOptions options, int period, DriftDetector drift, LearnerChoice? learner = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(drift);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        (_options, _period, _due, _drift, _learner) = (options, period, period, drift, learner ?? new LearnerChoice());
        _replay = new ReplayBuffer(options.ReplayCapacity);
        _first = network.Clone();
        _network = _first;
        _allocator = new DnnAllocator(_network);
    }

    /// <summary>The built-in network, trained anew every 50 decisions from the last 200 states, and where the mean gap of 20 decisions has doubled.</summary>
    /// <param name="seed">Seed of the trainings.</param>
    /// <param name="threads">Threads of the trainings, 0 for all processors; changes no result.</param>
    /// <param name="network">What it begins with instead of the built-in network; copied.</param>
    /// <param name="learner">Who trains the network; null for the built-in learner.</param>
    public static AdaptiveAllocator Default(int seed, int threads, PairNetwork? network = null, LearnerChoice? learner = null) => new(
        network ?? TrainedNetwork.BuiltIn(),
        new TrainingOptions { LearningRate = 0.01, ReplayCapacity = 200, Seed = seed, Threads = threads },
        period: 50,
        new DriftDetector(window: 20, factor: 2),
        learner);

    /// <inheritdoc/>
    public string Name => "dnn-adaptive";

    /// <summary>Trainings because the period was over.</summary>
    public int PeriodicTrainings { get; private set; }

    /// <summary>Trainings because the gap drifted.</summary>
    public int DriftTrainings { get; private set; }

    /// <summary>How many of the trainings made a network that was no better, and was not taken.</summary>
    public int RejectedTrainings { get; private set; }

    /// <summary>The network in use.</summary>
    public PairNetwork Network => _network;

    /// <summary>Number of the next state that it will remember; they are counted from 0.</summary>
    public long Next => _next;

    /// <summary>Where it stands between two trainings.</summary>
    public AdaptiveProgress Progress => new(_replay.Entries.Select(entry => entry.Id).FirstOrDefault(_next), _since, _due, _drifted);

    /// <summary>What the drift detector has seen.</summary>
    public DriftMemory Drift => _drift.Memory;

    /// <summary>What it remembers, from the oldest to the newest.</summary>
    /// <param name="from">Only states from this number on.</param>
    public IReadOnlyList<(long Id, AllocationState State, int[] Owner)> Remembered(long from) => [.. _replay.Entries.Where(entry => entry.Id >= from)];

    /// <summary>
    /// Goes on where one before left off, with its network: trains when that would have, from the same states, and what gap is
    /// usual it knows from that.
    /// </summary>
    /// <param name="remembered">What that remembered, or as much of it as there is, from the oldest to the newest.</param>
    /// <param name="progress">Where it stood.</param>
    /// <param name="drift">What its drift detector had seen; null, or of a detector with other settings: that is found out anew.</param>
    /// <exception cref="InvalidOperationException">This one has met states itself.</exception>
    public void Resume(IEnumerable<(long Id, AllocationState State, int[] Owner)> remembered, AdaptiveProgress progress, DriftMemory? drift = null)
    {
        ArgumentNullException.ThrowIfNull(remembered);
        if (_next > 0) throw new InvalidOperationException("states have been met already");
        foreach (var (id, state, owner) in remembered.Where(entry => entry.Id >= progress.Oldest))
        {
            _replay.Offer(id, state, owner);
            _next = id + 1;
        }

        (_since, _due, _drifted) = (Math.Max(0, progress.Since), Math.Clamp(progress.Due, 1, _period), progress.IsDrifted);
        if (drift is not null) _drift.Restore(drift);
    }

    /// <inheritdoc/>
    public IAllocator ForStation() => new AdaptiveAllocator(_first, _options, _period, _drift.Fresh(), _learner);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, Random random) => Allocate(problem, previous: null, random);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more participants than subcarriers.</exception>
    public int[] Allocate(AllocationProblem problem, IReadOnlyList<int>? previous, Random random)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.Devices == 0 ? _allocator.Allocate(problem, random) : Decide(new AllocationState(problem, previous), random).Decision.Owner;
    }

    /// <summary>Decides, learns, and retrains where it is time to.</summary>
    /// <param name="state">The state; at least one participant.</param>
    /// <param name="random">The only source of randomness of the decision.</param>
    /// <returns>The decision, and its gap to the best policy found, relative; 0 where no policy found serves everyone.</returns>
    public (DnnDecision Decision, double Gap) Decide(AllocationState state, Random random)
    {
        var decision = _allocator.Decide(state, random);
        var label = PolicySearch.Best(state, _options.Seed, _next);
        var best = AllocationOutcome.Evaluate(state.Problem, label);
        // Nothing is to be learned where somebody cannot be served.
        if (!best.IsFinite) return (decision, 0);
        _replay.Offer(_next++, state, label);
        var gap = Math.Max(0, (AllocationOutcome.Evaluate(state.Problem, decision.Owner).Makespan / best.Makespan) - 1);
        _since++;
        if (_drift.Observe(gap))
        {
            // The few states that gave it away stay; training waits until there is something to learn from.
            _replay.KeepLatest(_drift.Window / 4);
            _drift.Reset();
            (_drifted, _since, _due) = (true, 0, _drift.Window);
        }
        if (_since >= _due) Retrain();
        return (decision, gap);
    }

    private void Retrain()
    {
        if (_drifted) DriftTrainings++;
        else PeriodicTrainings++;
        // What is usual for the old network is what the new one has to keep to, unless that is out of reach since the drift.
        if (_drifted) _drift.Reset();
        (_drifted, _since, _due) = (false, 0, Math.Min(_period, _replay.Count));
        var learned = new ReplayBuffer(_options.ReplayCapacity);
        var judges = new List<(AllocationState State, int[] Owner)>();
        foreach (var (id, state, owner) in _replay.Entries)
        {
            if (id % KeptBack == 0) judges.Add((state, owner));
            else learned.Offer(id, state, owner);
        }
        if (learned.Count == 0) return;
        var (fresh, least, taken) = (_network.Clone(), Gap(_network, judges), (float[]?)null);
        new PolicyTrainer(_learner.Policy(fresh), _options, replay: learned).Train(_ =>
        {
            // What is learned are labels, what counts is the gap: the lowest of it need not be at the end.
            var gap = Gap(fresh, judges);
            if (gap < least) (least, taken) = (gap, [.. fresh.Parameters]);
        });
        if (taken is null)
        {
            RejectedTrainings++;
            return;
        }
        _network = new PairNetwork(taken);
        _allocator = new DnnAllocator(_network);
    }

    // Of the network alone, without the heuristic behind it.
    private static double Gap(PairNetwork network, List<(AllocationState State, int[] Owner)> judges)
    {
        var sum = 0.0;
        foreach (var (state, owner) in judges)
        {
            if (network.Decide(state) is not { } decided) return double.PositiveInfinity;
            sum += (AllocationOutcome.Evaluate(state.Problem, decided).Makespan / AllocationOutcome.Evaluate(state.Problem, owner).Makespan) - 1;
        }
        return sum;
    }
}

/// <summary>Where an <see cref="AdaptiveAllocator"/> stands between two trainings.</summary>
/// <param name="Oldest">Number of the oldest state that it remembers; that of the next one where it remembers none.</param>
/// <param name="Since">States met since the last training.</param>
/// <param name="Due">States from one training to the next.</param>
/// <param name="IsDrifted">Whether the gap has drifted since the last training.</param>
public readonly record struct AdaptiveProgress(long Oldest, int Since, int Due, bool IsDrifted);
