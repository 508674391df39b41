namespace Diten.Core.Numerics;

/// <summary>Range checks whose message names the field, its value and its range.</summary>
internal static class Require
{
    public static void AboveZero(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0) throw Out(value, name, "finite and above 0");
    }

    public static void ZeroOrMore(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0) throw Out(value, name, "finite and 0 or more");
    }

    public static void Finite(double value, string name)
    {
        if (!double.IsFinite(value)) throw Out(value, name, "finite");
    }

    public static void Within(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high)) throw Out(value, name, $"{low:R} to {high:R}");
    }

    public static void Within(int value, int low, int high, string name)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(name, $"{name} = {value} must be {low} to {high}");
    }

    public static void SameLength(int length, int expected, string name)
    {
        if (length != expected) throw new ArgumentException($"{name} has {length} entries, expected {expected}", name);
    }

    public static void AllAboveZero(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++) AboveZeroAt(values[i], name, i);
    }

    public static void AllZeroOrMore(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) || values[i] < 0) throw Out(values[i], $"{name}[{i}]", "finite and 0 or more");
        }
    }

    private static void AboveZeroAt(double value, string name, int index)
    {
        if (!double.IsFinite(value) || value <= 0) throw Out(value, $"{name}[{index}]", "finite and above 0");
    }

    private static ArgumentOutOfRangeException Out(double value, string name, string range) =>
        new(name, $"{name} = {value:R} must be {range}");
}
