using System.Globalization;
using System.Reflection;
using System.Text;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Series;

/// <summary>Names every option of a scenario that can change a result.</summary>
internal static class ScenarioFingerprint
{
    /// <summary>Every option that can be set, except the number of threads, which changes no result.</summary>
    public static string Of(ScenarioOptions options)
    {
        var text = new StringBuilder();
        foreach (var property in typeof(ScenarioOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (!property.CanWrite || property.Name == nameof(ScenarioOptions.Threads)) continue;
            text.Append(property.Name).Append('=').Append(Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture)).Append(';');
        }
        return text.ToString();
    }
}
