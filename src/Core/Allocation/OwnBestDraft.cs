namespace Diten.Core.Allocation;

/// <summary>A draft: whoever picks takes the best subcarrier that is still free, by its own rates.</summary>
internal sealed class OwnBestDraft
{
    private readonly int[][] _preference;
    private readonly int[] _next;
    private readonly int[] _owner;

    public OwnBestDraft(AllocationProblem problem)
    {
        _preference = new int[problem.Devices][];
        _next = new int[problem.Devices];
        _owner = new int[problem.Subcarriers];
        Array.Fill(_owner, -1);
        Free = problem.Subcarriers;
        var keys = new double[problem.Subcarriers];
        for (var i = 0; i < problem.Devices; i++)
        {
            var order = new int[problem.Subcarriers];
            for (var k = 0; k < order.Length; k++)
            {
                order[k] = k;
                keys[k] = -problem.RatesOf(i)[k];
            }
            Array.Sort(keys, order);
            OrderTies(keys, order);
            _preference[i] = order;
        }
    }

    public int Free { get; private set; }

    public int[] Owner => _owner;

    /// <summary>The device takes its best free subcarrier; false if none is left.</summary>
    public bool Pick(int device)
    {
        var preference = _preference[device];
        ref var next = ref _next[device];
        while (next < preference.Length && _owner[preference[next]] >= 0) next++;
        if (next == preference.Length) return false;
        _owner[preference[next++]] = device;
        Free--;
        return true;
    }

    // The subcarriers of one coherence block tie; the sort is not stable, so ties are put in order of index.
    private static void OrderTies(double[] keys, int[] order)
    {
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            if (end - start > 1) Array.Sort(order, start, end - start);
            start = end;
        }
    }
}
