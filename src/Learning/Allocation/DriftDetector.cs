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

    /// <summary>Counts one gap.</summary>
    /// <param name="gap">Relative, finite, 0 or more.</param>
    /// <returns>True where the recent mean has drifted from the usual one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public bool Observe(double gap)
    {
        if (!double.IsFinite(gap) || gap < 0) throw new ArgumentOutOfRangeException(nameof(gap), $"gap = {gap:R} must be finite and 0 or more");
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
}
