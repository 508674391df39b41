using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments.Series;

/// <summary>Names every option of a scenario that can change a result.</summary>
internal static class ScenarioFingerprint
{
    // Options that came later than results and networks that are kept: these still fit where the option has its default.
    private static readonly string[] s_later = [nameof(ScenarioOptions.Learner), nameof(ScenarioOptions.LearnerDevice), nameof(ScenarioOptions.ModelFile)];
    private static readonly ScenarioOptions s_defaults = new();

    /// <summary>Every option that can be set, except the number of threads, which changes no result.</summary>
    public static string Of(ScenarioOptions options)
    {
        var text = new StringBuilder();
        foreach (var property in typeof(ScenarioOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (!property.CanWrite || property.Name == nameof(ScenarioOptions.Threads)) continue;
            if (s_later.Contains(property.Name) && Equals(property.GetValue(options), property.GetValue(s_defaults))) continue;
            var value = Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture);
            // What is in the file counts, and its name, which is the model's; not where it lies.
            text.Append(property.Name).Append('=').Append(property.Name == nameof(ScenarioOptions.ModelFile) ? Path.GetFileName(value) : value).Append(';');
        }
        if (options.ModelFile is not null) text.Append("ModelHash=").Append(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(options.ModelFile)))).Append(';');
        return text.ToString();
    }
}
