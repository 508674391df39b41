using System.Globalization;
using System.Net;

namespace Diten.Silo.Settings;

/// <summary>Values of settings from text.</summary>
internal static class SettingText
{
    /// <summary>The value, or null if the text is none of that type.</summary>
    public static object? Parse(Type type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string)) return text;
        if (type == typeof(int)) return int.TryParse(text, culture, out var whole) ? whole : null;
        if (type == typeof(double)) return double.TryParse(text, culture, out var number) ? number : null;
        if (type == typeof(TimeSpan)) return TimeSpan.TryParse(text, culture, out var time) ? time : null;
        if (type == typeof(IPAddress)) return IPAddress.TryParse(text, out var address) ? address : null;
        if (type.IsEnum) return Names(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(type, text, ignoreCase: true) : null;
        throw new NotSupportedException($"settings of type {type.Name}");
    }

    /// <summary>What a text must be, to go on with "must be".</summary>
    public static string Describe(Type type)
    {
        if (type.IsEnum) return "one of " + string.Join(", ", Names(type));
        if (type == typeof(int)) return "a whole number";
        if (type == typeof(double)) return "a number";
        if (type == typeof(TimeSpan)) return "a time like 00:00:01";
        if (type == typeof(IPAddress)) return "an IP address";
        return "a text";
    }

    private static IEnumerable<string> Names(Type type) => Enum.GetNames(type).Select(n => n.ToLowerInvariant());
}
