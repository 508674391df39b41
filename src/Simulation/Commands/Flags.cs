using System.CommandLine;
using System.CommandLine.Parsing;

namespace Diten.Simulation.Commands;

/// <summary>Builds options whose range is checked and told.</summary>
internal static class Flags
{
    /// <summary>A whole number in a range.</summary>
    public static Option<int> Whole(string name, string description, int defaultValue, int minimum, int maximum)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} [{minimum} to {maximum}]",
            DefaultValueFactory = _ => defaultValue,
            HelpName = "number",
            CustomParser = result => ParseWhole(result, name, minimum, maximum),
        };
        return option;
    }

    /// <summary>A real number in a range.</summary>
    public static Option<double> Real(string name, string description, double defaultValue, double minimum, double maximum) => new(name)
    {
        Description = $"{description} [{minimum} to {maximum}]",
        DefaultValueFactory = _ => defaultValue,
        HelpName = "number",
        CustomParser = result => ParseReal(result, name, minimum, maximum),
    };

    /// <summary>One of a few words.</summary>
    public static Option<string> Word(string name, string description, string defaultValue, params string[] allowed)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => defaultValue, HelpName = string.Join('|', allowed) };
        option.Validators.Add(result =>
        {
            var value = result.Tokens.Count > 0 ? result.Tokens[^1].Value : defaultValue;
            if (!allowed.Contains(value)) result.AddError($"{name}: is '{value}'; must be one of {string.Join(", ", allowed)}");
        });
        return option;
    }

    /// <summary>A switch that is off unless given.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>Parses a whole number; the error names the option and the range.</summary>
    public static int ParseWhole(ArgumentResult result, string name, int minimum, int maximum)
    {
        var text = result.Tokens[^1].Value;
        if (int.TryParse(text, out var value) && value >= minimum && value <= maximum) return value;
        result.AddError($"{name}: is '{text}'; must be a whole number from {minimum} to {maximum}");
        return minimum;
    }

    private static double ParseReal(ArgumentResult result, string name, double minimum, double maximum)
    {
        var text = result.Tokens[^1].Value;
        if (double.TryParse(text, out var value) && value >= minimum && value <= maximum) return value;
        result.AddError($"{name}: is '{text}'; must be a number from {minimum} to {maximum}");
        return minimum;
    }
}
