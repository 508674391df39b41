namespace Diten.Deploy.Tests.Running;

/// <summary>A test that needs a program of Prometheus'; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tool">The program.</param>
    public ToolFactAttribute(string tool)
    {
        if (!IsInstalled(tool)) Skip = $"{tool} is not installed (Debian: apt-get install prometheus prometheus-alertmanager): what it checks is held against docs/telemetry.md only";
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool IsInstalled(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
