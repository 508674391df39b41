using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using Diten.Core.Allocation;
using Diten.Learning.Kernels;

namespace Diten.Learning.Allocation;

/// <summary>
/// Alg. 2, training: each state is initialised and explored, the best policy found goes into the replay buffer, and the
/// network learns from the buffer by Adam on the cross-entropy. The same seed and states give the same bits, whatever the
/// number of threads.
/// </summary>
public sealed class PolicyTrainer
{
    private readonly IPolicyNetwork _network;
    private readonly TrainingOptions _options;
    private readonly Dictionary<long, (int[] Owner, IPolicyExample? Example)> _examples = [];
    private readonly (AllocationState State, int[] Label, IPolicyExample? Example)[] _heldOut;
    private readonly ParallelOptions _parallel;
    private SplitMix64 _random;
    private long _next;

    /// <summary>Prepares training.</summary>
    /// <param name="network">Changed in place.</param>
    /// <param name="options">How.</param>
    /// <param name="heldOut">States to be measured on after each epoch; never learned from.</param>
    /// <param name="replay">What was remembered before; null starts with nothing, bounded as the options say.</param>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public PolicyTrainer(IPolicyNetwork network, TrainingOptions options, IReadOnlyList<AllocationState>? heldOut = null, ReplayBuffer? replay = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_network, _options) = (network, options);
        Replay = replay ?? new ReplayBuffer(options.ReplayCapacity);
        _next = Replay.Count == 0 ? 0 : Replay.Entries.Max(entry => entry.Id) + 1;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads == 0 ? -1 : options.Threads };
        _random = new SplitMix64(SplitMix64.Derive((uint)options.Seed, 1));
        _heldOut = new (AllocationState, int[], IPolicyExample?)[heldOut?.Count ?? 0];
        Parallel.For(0, _heldOut.Length, _parallel, s =>
        {
            var label = PolicySearch.Best(heldOut![s], options.Seed, -1 - s);
            _heldOut[s] = (heldOut[s], label, network.Prepare(heldOut[s], label));
        });
    }

    /// <summary>The replay buffer.</summary>
    public ReplayBuffer Replay { get; }

    /// <summary>Initialises and explores new states and remembers the best policy of each.</summary>
    /// <param name="states">At least one participant each.</param>
    public void Learn(IReadOnlyList<AllocationState> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        var found = new int[states.Count][];
        var first = _next;
        Parallel.For(0, found.Length, _parallel, s => found[s] = PolicySearch.Best(states[s], _options.Seed, first + s));
        foreach (var (state, owner) in states.Zip(found)) Replay.Offer(_next++, state, owner);
    }

    /// <summary>Trains for the epochs of the options.</summary>
    /// <param name="epoch">Is told of each epoch when it is done.</param>
    /// <param name="cancellationToken">Ends it after an epoch.</param>
    /// <exception cref="InvalidOperationException">There is nothing to learn from.</exception>
    public IReadOnlyList<TrainingEpoch> Train(Action<TrainingEpoch>? epoch = null, CancellationToken cancellationToken = default)
    {
        using var adam = _network.Optimizer();
        var curve = new List<TrainingEpoch>();
        for (var e = 0; e < _options.Epochs; e++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExploreAgain(e + 1);
            var cosine = 0.5 * (1 + Math.Cos(Math.PI * e / _options.Epochs));
            var loss = Pass(adam, (float)(_options.LearningRate * (0.01 + (0.99 * cosine))));
            curve.Add(Measure(loss));
            epoch?.Invoke(curve[^1]);
        }
        return curve;
    }

    private void ExploreAgain(int epoch)
    {
        var entries = Replay.Entries.ToArray();
        var chosen = new (long Id, AllocationState State, int[] Owner)[(int)(entries.Length * _options.ExploreShare)];
        for (var c = 0; c < chosen.Length; c++) chosen[c] = entries[_random.Next(entries.Length)];
        Parallel.For(0, chosen.Length, _parallel, c => chosen[c].Owner = PolicySearch.Explore(chosen[c].State, _options.Seed, chosen[c].Id, epoch));
        foreach (var (id, state, owner) in chosen) Replay.Offer(id, state, owner);
    }

    private double Pass(IPolicyOptimizer adam, float rate)
    {
        var examples = Examples();
        if (examples.Length == 0) throw new InvalidOperationException("the replay buffer holds no state to learn from");
        for (var i = examples.Length - 1; i > 0; i--)
        {
            var j = _random.Next(i + 1);
            (examples[i], examples[j]) = (examples[j], examples[i]);
        }
        // One gradient per example, summed in order: no thread changes the result.
        var gradients = new float[_options.Batch][];
        for (var g = 0; g < gradients.Length; g++) gradients[g] = new float[_network.Parameters.Length];
        var losses = new double[examples.Length];
        for (var start = 0; start < examples.Length; start += _options.Batch)
        {
            var (at, count) = (start, Math.Min(_options.Batch, examples.Length - start));
            Parallel.For(0, count, _parallel, g => losses[at + g] = examples[at + g].Gradient(gradients[g]));
            for (var g = 1; g < count; g++) TensorPrimitives.Add(gradients[0], gradients[g], gradients[0]);
            TensorPrimitives.Multiply(gradients[0], 1f / count, gradients[0]);
            adam.Step(_network.Parameters, gradients[0], rate);
        }
        return losses.Average();
    }

    private IPolicyExample[] Examples()
    {
        var entries = Replay.Entries.ToArray();
        var fresh = new IPolicyExample?[entries.Length];
        Parallel.For(0, entries.Length, _parallel, e =>
        {
            var (id, state, owner) = entries[e];
            fresh[e] = _examples.TryGetValue(id, out var known) && ReferenceEquals(known.Owner, owner) ? known.Example : _network.Prepare(state, owner);
        });
        _examples.Clear();
        for (var e = 0; e < entries.Length; e++) _examples[entries[e].Id] = (entries[e].Owner, fresh[e]);
        return [.. fresh.OfType<IPolicyExample>()];
    }

    private TrainingEpoch Measure(double trainingLoss)
    {
        var measured = new (double Loss, PolicyAccuracy Accuracy, double Gap)?[_heldOut.Length];
        Parallel.For(0, _heldOut.Length, _parallel, s =>
        {
            var (state, label, example) = _heldOut[s];
            if (example is null || _network.Decide(state) is not { } owner) return;
            var ratio = AllocationOutcome.Evaluate(state.Problem, owner).Makespan / AllocationOutcome.Evaluate(state.Problem, label).Makespan;
            measured[s] = (example.Gradient(new float[_network.Parameters.Length]), PolicyAccuracy.Of(state, owner, label), ratio - 1);
        });
        var all = measured.OfType<(double Loss, PolicyAccuracy Accuracy, double Gap)>().ToArray();
        double Mean(Func<(double Loss, PolicyAccuracy Accuracy, double Gap), double> of) => all.Length == 0 ? double.NaN : all.Average(of);
        return new TrainingEpoch(
            trainingLoss, Mean(m => m.Loss), new PolicyAccuracy(Mean(m => m.Accuracy.Literal), Mean(m => m.Accuracy.Canonical)), Mean(m => m.Gap));
    }
}
