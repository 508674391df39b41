namespace Diten.Observability;

/// <summary>An environment variable of the export is not what it must be; the message is one line that names it.</summary>
/// <param name="variable">The variable.</param>
/// <param name="problem">What is wrong with it.</param>
public sealed class ExportSettingsException(string variable, string problem) : Exception($"{variable}: {problem}")
{
    /// <summary>The variable.</summary>
    public string Variable { get; } = variable;

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; } = problem;
}
