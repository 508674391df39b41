using Diten.Core.Allocation;

namespace Diten.Learning.Allocation;

/// <summary>Alg. 2, replay: states, each with the best policy found in it so far. Bounded: the oldest state makes room.</summary>
public sealed class ReplayBuffer
{
    private readonly Dictionary<long, Entry> _entries = [];
    private readonly Queue<long> _order = new();

    /// <summary>Makes an empty one.</summary>
    /// <param name="capacity">Most states, 1 or more.</param>
    public ReplayBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <summary>Most states.</summary>
    public int Capacity { get; }

    /// <summary>States held.</summary>
    public int Count => _entries.Count;

    /// <summary>The states from the oldest to the newest, with the best policy of each.</summary>
    public IEnumerable<(long Id, AllocationState State, int[] Owner)> Entries =>
        _order.Select(id => (id, _entries[id].State, _entries[id].Owner));

    /// <summary>Offers a policy: kept if the state is new or it is better (makespan first, then Ψ) than the one kept.</summary>
    /// <param name="id">Tells states apart.</param>
    /// <param name="state">The state.</param>
    /// <param name="owner">Owner per subcarrier; not copied.</param>
    /// <returns>True if it was kept.</returns>
    /// <exception cref="ArgumentException">The owners do not fit the problem.</exception>
    public bool Offer(long id, AllocationState state, int[] owner)
    {
        ArgumentNullException.ThrowIfNull(state);
        var outcome = AllocationOutcome.Evaluate(state.Problem, owner);
        if (_entries.TryGetValue(id, out var known))
        {
            if (!AllocationPolicies.IsBetter(outcome, known.Outcome)) return false;
        }
        else
        {
            if (_order.Count == Capacity) _entries.Remove(_order.Dequeue());
            _order.Enqueue(id);
        }
        _entries[id] = new Entry(state, owner, outcome);
        return true;
    }

    /// <summary>Forgets all states but the newest.</summary>
    /// <param name="count">How many stay, 0 or more.</param>
    public void KeepLatest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        while (_order.Count > count) _entries.Remove(_order.Dequeue());
    }

    private sealed record Entry(AllocationState State, int[] Owner, AllocationOutcome Outcome);
}
