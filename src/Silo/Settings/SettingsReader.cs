using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Diten.Silo.Settings;

/// <summary>Reads sections of the configuration and collects what is wrong with them, so that all of it is told at once.</summary>
/// <param name="configuration">Environment, files and command line; the root above the section <c>Diten</c>.</param>
internal sealed class SettingsReader(IConfiguration configuration)
{
    /// <summary>The section that holds all settings.</summary>
    public const string Root = "Diten";

    private readonly List<string> _problems = [];

    /// <summary>Reads one section; a value that is wrong keeps its default and is remembered.</summary>
    public T Section<T>(string name)
        where T : ISettings, new()
    {
        var settings = new T();
        var section = configuration.GetSection($"{Root}:{name}");
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToArray();
        var before = _problems.Count;
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                _problems.Add($"{Root}:{name}:{child.Key}: is no setting; known are {string.Join(", ", properties.Select(p => p.Name))}");
            else if (!string.IsNullOrEmpty(child.Value))
                Set(settings, property, $"{Root}:{name}:{property.Name}", child.Value);
        }
        if (_problems.Count == before) _problems.AddRange(settings.Problems());
        return settings;
    }

    /// <summary>Ends the reading.</summary>
    /// <param name="conflicts">What is wrong with sections together; only told if each alone is right.</param>
    /// <exception cref="SettingsException">Something is wrong.</exception>
    public void Report(IEnumerable<string> conflicts)
    {
        if (_problems.Count == 0) _problems.AddRange(conflicts);
        if (_problems.Count > 0) throw new SettingsException(_problems);
    }

    private void Set(object settings, PropertyInfo property, string field, string text)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var value = SettingText.Parse(type, text.Trim());
        var range = property.GetCustomAttribute<RangeAttribute>();
        var pattern = property.GetCustomAttribute<RegularExpressionAttribute>();
        if (value is null || range?.IsValid(value) == false)
            _problems.Add($"{field}: is '{text}'; must be {SettingText.Describe(type)}{Bounds(range)}");
        else if (pattern?.IsValid(value) == false)
            _problems.Add($"{field}: is '{text}'; must be {pattern.ErrorMessage}");
        else
            property.SetValue(settings, value);
    }

    private static string Bounds(RangeAttribute? range) =>
        range is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}");
}
