namespace Diten.Dashboard.Charts.Parts;

/// <summary>A mark on an axis.</summary>
/// <param name="Position">Picture coordinate, px.</param>
/// <param name="Label">Text beside it.</param>
public readonly record struct Tick(double Position, string Label);

/// <summary>Maps values to picture coordinates and picks readable ticks, linear or logarithmic.</summary>
public sealed class Axis
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _log;

    private Axis(double low, double high, double from, double to, bool log)
    {
        (_low, _high, _from, _to, _log) = (low, high, from, to, log);
        Ticks = [];
    }

    /// <summary>Marks from the low to the high end.</summary>
    public IReadOnlyList<Tick> Ticks { get; private set; }

    /// <summary>Picture coordinate of a value; NaN in, NaN out; not clamped.</summary>
    public double Map(double value)
    {
        var v = _log ? Math.Log10(value) : value;
        return _from + ((v - _low) / (_high - _low) * (_to - _from));
    }

    /// <summary>As <see cref="Map"/>, held within the axis; NaN in, NaN out.</summary>
    public double Clamp(double value) => Math.Clamp(Map(value), Math.Min(_from, _to), Math.Max(_from, _to));

    /// <summary>A linear axis from the data's range, widened to whole ticks unless an end is fixed.</summary>
    internal static Axis Linear(double min, double max, double from, double to, int wanted, bool fixMin = false, bool fixMax = false, bool whole = false)
    {
        (min, max) = Sane(min, max);
        var step = NiceStep((max - min) / Math.Max(1, wanted));
        if (whole) step = Math.Max(1, step == 2.5 ? 5 : Math.Ceiling(step));
        var low = fixMin ? min : Math.Floor((min / step) + 1e-9) * step;
        var high = fixMax ? max : Math.Ceiling((max / step) - 1e-9) * step;
        var axis = new Axis(low, high, from, to, log: false);
        var ticks = new List<Tick>();
        for (var i = (long)Math.Ceiling((low / step) - 1e-9); i * step <= high + (step * 1e-9); i++)
            ticks.Add(new Tick(axis.Map(i * step), Numbers.Tick(i * step, step)));
        axis.Ticks = ticks;
        return axis;
    }

    /// <summary>A logarithmic axis; values that are not above 0 have no place on it.</summary>
    internal static Axis Log(double min, double max, double from, double to)
    {
        if (!(min > 0) || !double.IsFinite(min)) min = max > 0 && double.IsFinite(max) ? max / 10 : 1;
        if (!(max > min) || !double.IsFinite(max)) max = min * 10;
        var (low, high) = (Math.Log10(min), Math.Log10(max));
        var decades = high - low;
        if (decades > 1.5) (low, high) = (Math.Floor(low + 1e-9), Math.Ceiling(high - 1e-9));
        var axis = new Axis(low, high, from, to, log: true);
        double[] multiples = decades > 4 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 3, 5, 7];
        var every = (int)Math.Max(1, Math.Ceiling(decades / 8));
        var ticks = new List<Tick>();
        for (var d = (int)Math.Floor(low); d <= Math.Ceiling(high); d++)
        {
            if (d % every != 0) continue;
            foreach (var value in multiples.Select(m => m * Math.Pow(10, d)))
            {
                var l = Math.Log10(value);
                if (l >= low - 1e-9 && l <= high + 1e-9) ticks.Add(new Tick(axis.Map(value), Numbers.Compact(value)));
            }
        }
        axis.Ticks = ticks;
        return axis;
    }

    /// <summary>A step of 1, 2, 2.5 or 5 times a power of ten that is not below <paramref name="raw"/>.</summary>
    internal static double NiceStep(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        foreach (var multiple in (double[])[1, 2, 2.5, 5])
        {
            if (raw <= multiple * power * (1 + 1e-9)) return multiple * power;
        }
        return 10 * power;
    }

    private static (double Min, double Max) Sane(double min, double max)
    {
        if (!double.IsFinite(min) || !double.IsFinite(max) || min > max) return (0, 1);
        if (max - min > Math.Max(Math.Abs(min), Math.Abs(max)) * 1e-12) return (min, max);
        var half = min == 0 ? 0.5 : Math.Abs(min) * 0.05;
        return (min - half, max + half);
    }
}
