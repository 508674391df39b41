namespace Diten.Learning.Allocation;

/// <summary>
/// Watches the gap between decisions and their bound, or the best policy found: the first gaps set what is usual, and drift is
/// when the mean of the last ones is above it by a factor and a floor.
/// </summary>
public sealed class DriftDetector
{
    private readonly Queue<double> _last = new();
    private readonly int _window;
    private readonly double _factor;
    private readonly double _floor;
    private double _sum;
    private int _seen;

    /// <summary>Makes one that has seen nothing.</summary>
    /// <param name="window">Gaps that are averaged, 2 or more.</param>
    /// <param name="factor">How many times the usual mean is drift, above 1.</param>
    /// <param name="floor">And by how much at least, relative gap, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public DriftDetector(int window = 50, double factor = 1.5, double floor = 0.002)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        if (!(factor > 1)) throw new ArgumentOutOfRangeException(nameof(factor), $"factor = {factor:R} must be above 1");
        if (!(floor >= 0)) throw new ArgumentOutOfRangeException(nameof(floor), $"floor = {floor:R} must be 0 or more");
        (_window, _factor, _floor) = (window, factor, floor);
    }

    /// <summary>Gaps that are averaged.</summary>
    public int Window => _window;

    /// <summary>One with the same settings that has seen nothing.</summary>
    public DriftDetector Fresh() => new(_window, _factor, _floor);

    /// <summary>Mean of the first window of gaps; NaN until it is full.</summary>
    public double Usual { get; private set; } = double.NaN;

    /// <summary>Mean of the last window of gaps; NaN without any.</summary>
    public double Recent => _last.Count == 0 ? double.NaN : _sum / _last.Count;

    /// <summary>What it has seen, for one that goes on from there (<see cref="Restore"/>).</summary>
    public DriftMemory Memory => new([.. _last], _sum, _seen, Usual);

    /// <summary>Goes on where another with the same settings stood, bit for bit.</summary>
    /// <param name="memory">What that one had seen.</param>
    /// <returns>False, and nothing changes, where no detector with these settings can have seen it.</returns>
    public bool Restore(DriftMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        var (last, sum, seen, usual) = memory;
        if (seen < 0 || last.Count != Math.Min(seen, _window) || !double.IsFinite(sum) || !last.All(IsGap) || (seen >= _window && !IsGap(usual))) return false;
        _last.Clear();
        foreach (var gap in last) _last.Enqueue(gap);
        (_sum, _seen, Usual) = (sum, seen, seen >= _window ? usual : double.NaN);
        return true;
    }

    /// <summary>Counts one gap.</summary>
    /// <param name="gap">Relative, finite, 0 or more.</param>
    /// <returns>True where the recent mean has drifted from the usual one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public bool Observe(double gap)
    {
        if (!IsGap(gap)) throw new ArgumentOutOfRangeException(nameof(gap), $"gap = {gap:R} must be finite and 0 or more");
        _last.Enqueue(gap);
        _sum += gap;
        if (_last.Count > _window) _sum -= _last.Dequeue();
        _seen++;
        if (_seen == _window) Usual = Recent;
        return _seen >= 2 * _window && Recent > (Usual * _factor) && Recent > Usual + _floor;
    }

    /// <summary>Forgets everything: after retraining another gap is usual.</summary>
    public void Reset()
    {
        _last.Clear();
        (_sum, _seen, Usual) = (0, 0, double.NaN);
    }

    private static bool IsGap(double value) => double.IsFinite(value) && value >= 0;
}

/// <summary>What a <see cref="DriftDetector"/> has seen.</summary>
/// <param name="Last">The last gaps, from the oldest to the newest; as many as its window has, or all.</param>
/// <param name="Sum">Their sum as it came about, gap by gap, with its rounding.</param>
/// <param name="Seen">Gaps seen since the beginning or the last reset.</param>
/// <param name="Usual">Mean of the first window of gaps; of no meaning until it is full.</param>
public sealed record DriftMemory(IReadOnlyList<double> Last, double Sum, int Seen, double Usual);
