using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands;

/// <summary>One option of a scenario by its name: <c>LearningRate=0.05</c>.</summary>
/// <param name="Name">Name of the property.</param>
/// <param name="Value">Its value; null for none.</param>
internal sealed record ScenarioSetting(string Name, object? Value)
{
    private static readonly PropertyInfo[] s_options =
        [.. typeof(ScenarioOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).OrderBy(property => property.Name, StringComparer.Ordinal)];

    /// <summary>The options' names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_options.Select(option => option.Name)];

    /// <summary>Reads a setting.</summary>
    /// <exception cref="InputException">No such option, or a value of another kind; ranges are checked when it is applied.</exception>
    public static ScenarioSetting Parse(string text)
    {
        if (text.Split('=', 2) is not [var name, var value])
            throw new InputException("--set", $"is '{text}'; must be Name=value, for example LearningRate=0.05, with one of {string.Join(", ", Names)}");
        var option = Array.Find(s_options, option => option.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException("--set", $"knows no '{name.Trim()}'; must be one of {string.Join(", ", Names)}");
        return new ScenarioSetting(option.Name, Convert(option, value.Trim()));
    }

    /// <summary>The scenario with these settings.</summary>
    /// <param name="options">Where they are changed.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="participantsFollow">True where the number of participants is chosen later, so that it need not fit yet.</param>
    /// <exception cref="InputException">A value is out of its range; the message names the option and the range.</exception>
    public static ScenarioOptions Apply(ScenarioOptions options, IReadOnlyList<ScenarioSetting> settings, bool participantsFollow = false)
    {
        if (settings.Count == 0) return options;
        var changed = options with { };
        foreach (var setting in settings) Option(setting.Name).SetValue(changed, setting.Value);
        try
        {
            _ = (participantsFollow ? changed with { Participants = 1 } : changed).Checked();
            return changed;
        }
        catch (ArgumentException e)
        {
            throw new InputException($"--set {e.ParamName}", e.Message.Split(" (Parameter", 2)[0]);
        }
    }

    /// <summary>Whether a scenario has the value.</summary>
    public bool Holds(ScenarioOptions options) => Equals(Option(Name).GetValue(options), Value);

    private static PropertyInfo Option(string name) => Array.Find(s_options, option => option.Name == name)!;

    private static object? Convert(PropertyInfo option, string text)
    {
        var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        if (text == "none" && (type != option.PropertyType || option.Name == nameof(ScenarioOptions.ModelFile))) return null;
        if (type == typeof(string)) return text;
        if (type == typeof(bool) && bool.TryParse(text, out var flag)) return flag;
        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)) return real;
        var kind = type == typeof(bool) ? "true or false" : type == typeof(int) ? "a whole number" : "a number";
        var range = option.GetCustomAttribute<RangeAttribute>() is { } limits ? FormattableString.Invariant($" from {limits.Minimum} to {limits.Maximum}") : "";
        var none = type != option.PropertyType ? ", or none" : "";
        throw new InputException($"--set {option.Name}", $"is '{text}'; must be {kind}{range}{none}");
    }
}
