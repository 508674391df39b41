namespace Diten.Dashboard.Charts.Parts;

/// <summary>A mark on an axis.</summary>
/// <param name="Position">Picture coordinate, px.</param>
/// <param name="Label">Text beside it.</param>
public readonly record struct Tick(double Position, string Label);

/// <summary>Maps values to picture coordinates and picks readable ticks, linear or logarithmic.</summary>
public sealed class Axis
{
    // What is beyond is no measurement; within, sums and quotients of ends, steps and widths neither overflow nor vanish.
    private const double Largest = 1e300;
    private const double Narrowest = 1e-300;

    // Of a value's size: below it a double's rounding would show in the distance of ticks.
    private const double Resolution = 1e-9;

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

    /// <summary>Where the axis begins, px.</summary>
    public double Foot => _from;

    /// <summary>Whether a value lies on the axis.</summary>
    public bool Holds(double value) => Map(value) >= Math.Min(_from, _to) - 1e-6 && Map(value) <= Math.Max(_from, _to) + 1e-6;

    /// <summary>The part of a line between two points of the picture that this upright axis holds; null if none.</summary>
    internal ((double X, double Y) From, (double X, double Y) To)? Cut((double X, double Y) a, (double X, double Y) b)
    {
        var (low, high) = (Math.Min(_from, _to), Math.Max(_from, _to));
        if (Math.Max(a.Y, b.Y) < low - 1e-6 || Math.Min(a.Y, b.Y) > high + 1e-6) return null;
        return (Held(a, b), Held(b, a));

        (double X, double Y) Held((double X, double Y) end, (double X, double Y) other)
        {
            var held = Math.Clamp(end.Y, low, high);
            return held == end.Y || end.Y == other.Y ? (end.X, held) : (end.X + ((other.X - end.X) * ((held - end.Y) / (other.Y - end.Y))), held);
        }
    }

    /// <summary>
    /// A linear axis from the data's range, widened to whole ticks unless an end is fixed. No two ticks have the same label,
    /// and there are two at least, wherever the range has two whole numbers if those are asked for.
    /// Values beyond ±1e300 are held there; a range narrower than a billionth of its values, or than 1e-300, is shown as
    /// one value with some room around it.
    /// </summary>
    internal static Axis Linear(double min, double max, double from, double to, int wanted, bool fixMin = false, bool fixMax = false, bool whole = false)
    {
        (min, max) = Sane(min, max);
        var step = NiceStep((max - min) / Math.Max(1, wanted));
        if (whole) step = Math.Max(1, step == 2.5 ? 5 : Math.Ceiling(step));
        // Between fixed ends one tick alone may be left, which tells no distance: the next finer step then has two or more.
        if (fixMin && fixMax && Multiples(step, min, max).Take(2).Count() < 2) step = whole ? Math.Max(1, NiceStep(step * 0.4)) : NiceStep(step * 0.4);
        var low = fixMin ? min : Below(min, step) * step;
        var high = fixMax ? max : -Below(-max, step) * step;
        var axis = new Axis(low, high, from, to, log: false);
        axis.Ticks = [.. Multiples(step, low, high).Select(v => new Tick(axis.Map(v), Numbers.Tick(v, step)))];
        return axis;
    }

    /// <summary>A logarithmic axis; values that are not above 0 have no place on it. Within one decade the ticks are those of a linear axis.</summary>
    internal static Axis Log(double min, double max, double from, double to)
    {
        if (!(min > 0) || !double.IsFinite(min)) min = max > 0 && double.IsFinite(max) ? max / 10 : 1;
        min = Math.Clamp(min, Narrowest, Largest);
        if (!(max - min > min * Resolution) || !double.IsFinite(max)) max = min * 10;
        var (low, high) = (Math.Log10(min), Math.Log10(max));
        var decades = high - low;
        if (decades > 1.5) (low, high) = (Math.Floor(low + 1e-9), Math.Ceiling(high - 1e-9));
        var axis = new Axis(low, high, from, to, log: true);
        if (decades < 1)
        {
            var step = NiceStep((max - min) / 4);
            axis.Ticks = [.. Multiples(step, min, max).Select(v => new Tick(axis.Map(v), Numbers.Tick(v, step)))];
            return axis;
        }

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

    // The largest whole multiple that is not above the value, but for rounding.
    private static double Below(double value, double step)
    {
        var nearest = Math.Round(value / step);
        return nearest * step <= value + Rounding(value, step) ? nearest : nearest - 1;
    }

    private static IEnumerable<double> Multiples(double step, double low, double high)
    {
        for (var i = -Below(-low, step); i * step <= high + Rounding(high, step); i++) yield return i * step;
    }

    private static double Rounding(double value, double step) => Math.Max(step * 1e-9, Math.Abs(value) * 5e-16);

    private static (double Min, double Max) Sane(double min, double max)
    {
        if (!double.IsFinite(min) || !double.IsFinite(max) || min > max) return (0, 1);
        (min, max) = (Math.Clamp(min, -Largest, Largest), Math.Clamp(max, -Largest, Largest));
        var size = Math.Max(Math.Abs(min), Math.Abs(max));
        if (max - min > Math.Max(size * Resolution, Narrowest)) return (min, max);
        var half = size <= Narrowest ? 0.5 : size * 0.05;
        return (min - half, max + half);
    }
}
