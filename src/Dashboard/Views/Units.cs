using System.Globalization;

namespace Diten.Dashboard.Views;

/// <summary>A number and its unit as people read them.</summary>
/// <param name="Value">The number, three significant digits; of a machine's reading five.</param>
/// <param name="Unit">The unit with its prefix; empty for plain numbers.</param>
public readonly record struct Quantity(string Value, string Unit)
{
    /// <summary>Both, with a space that does not break.</summary>
    public override string ToString() => Unit.Length == 0 ? Value : Value + "\u00a0" + Unit;
}

/// <summary>From SI to what people like: kJ, Gbit, min.</summary>
public static class Units
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly (double Scale, string Prefix)[] Prefixes =
        [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")];

    /// <summary>Energy, J.</summary>
    public static Quantity Energy(double joules) => Prefixed(joules, "J");

    /// <summary>Bits.</summary>
    public static Quantity Bits(double bits) => bits < 1000 ? new(bits.ToString("0", Culture), "bit") : Prefixed(bits, "bit");

    /// <summary>Frequency or bandwidth, Hz.</summary>
    public static Quantity Frequency(double hertz) => Prefixed(hertz, "Hz");

    /// <summary>A duration, s.</summary>
    public static Quantity Duration(double seconds) => Math.Abs(seconds) switch
    {
        double.NaN or double.PositiveInfinity => new("–", ""),
        0 => new("0", "s"),
        < 1 => Prefixed(seconds, "s"),
        < 120 => new(Digits(seconds), "s"),
        < 7200 => new(Digits(seconds / 60), "min"),
        < 172_800 => new(Digits(seconds / 3600), "h"),
        _ => new(Digits(seconds / 86_400), "d"),
    };

    /// <summary>A share of 0..1 in percent, two decimals.</summary>
    public static Quantity Percent(double? share) => share is { } s && double.IsFinite(s) ? new((s * 100).ToString("0.00", Culture), "%") : new("–", "");

    /// <summary>A plain number.</summary>
    public static string Number(double? value) => value switch
    {
        null => "–",
        { } v when !double.IsFinite(v) => "–",
        0 => "0",
        { } v when v == Math.Round(v) && Math.Abs(v) < 1e7 => v.ToString("#,0", Culture),
        { } v when Math.Abs(v) is < 1e-3 or >= 1e7 => v.ToString("0.###e0", Culture),
        { } v => Digits(v),
    };

    /// <summary>A whole number in groups of three.</summary>
    public static string Count(long value) => value.ToString("#,0", Culture);

    /// <summary>A point in time, UTC.</summary>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", Culture);

    /// <summary>
    /// A reading whose name tells its unit: <c>frequencyHz</c>, <c>snrDb</c>, <c>temperatureK</c>. With up to five significant
    /// digits: half a kelvin at 318 K is something that an engineer looks for.
    /// </summary>
    public static Quantity Reading(string name, double value) => UnitOf(name) switch
    {
        "s" => Duration(value),
        var unit and ("Hz" or "J" or "W" or "bit" or "bit/s") => Prefixed(value, unit, Measured),
        var unit => new(double.IsFinite(value) ? Measured(value) : "–", unit),
    };

    /// <summary>Unit that a reading's name ends in; empty if none is known.</summary>
    public static string UnitOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var (suffix, unit) in Suffixes)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)) return unit;
        }
        return "";
    }

    private static readonly (string Suffix, string Unit)[] Suffixes =
    [
        ("BitsPerSecond", "bit/s"), ("Bps", "bit/s"), ("Seconds", "s"), ("Joules", "J"), ("Watts", "W"), ("Meters", "m"), ("Bits", "bit"),
        ("Hz", "Hz"), ("Db", "dB"), ("Celsius", "°C"), ("Percent", "%"), ("Rpm", "1/min"), ("K", "K"), ("W", "W"), ("J", "J"), ("S", "s"),
    ];

    private static Quantity Prefixed(double value, string unit) => Prefixed(value, unit, Digits);

    private static Quantity Prefixed(double value, string unit, Func<double, string> say)
    {
        if (!double.IsFinite(value)) return new("–", "");
        if (value == 0) return new("0", unit);
        foreach (var (scale, prefix) in Prefixes)
        {
            if (Math.Abs(value) >= scale * 0.9995) return new(say(value / scale), prefix + unit);
        }
        return new(value.ToString("0.##e0", Culture), unit);
    }

    private static string Digits(double value)
    {
        var size = Math.Abs(value);
        return value.ToString(size >= 999.5 ? "#,0" : size >= 99.95 ? "0" : size >= 9.995 ? "0.0" : size >= 0.9995 ? "0.00" : "0.000", Culture);
    }

    /// <summary>Up to five significant digits, and no zeros that nobody measured.</summary>
    private static string Measured(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 1e-3 or >= 1e7 => value.ToString("0.####e0", Culture),
        >= 9999.95 => value.ToString("#,0", Culture),
        >= 999.995 => value.ToString("#,0.#", Culture),
        >= 99.9995 => value.ToString("0.##", Culture),
        >= 9.99995 => value.ToString("0.###", Culture),
        _ => value.ToString("0.####", Culture),
    };
}
