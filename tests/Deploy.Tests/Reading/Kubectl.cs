using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Diten.Deploy.Tests.Reading;

/// <summary>The real <c>kubectl</c>, where there is one that is new enough.</summary>
internal static partial class Kubectl
{
    private const int OldestKustomize = 5;
    private static readonly Lazy<string?> s_missing = new(Look);

    /// <summary>Why it cannot render here; null if it can.</summary>
    public static string? Missing => s_missing.Value;

    private static string? Look()
    {
        try
        {
            var version = JsonNode.Parse(Run("version", "--client", "-o", "json"))!["kustomizeVersion"]?.GetValue<string>();
            return version is not null && int.Parse(version.TrimStart('v').Split('.')[0], null) >= OldestKustomize ? null : $"kubectl's kustomize is {version ?? "too old to say"}; {OldestKustomize} or later is needed";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "kubectl is not installed: overlays are checked as they were rendered last, and not rendered";
        }
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {error.GetAwaiter().GetResult()}");
    }
}

/// <summary>A test that renders with kubectl; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = Kubectl.Missing;
}

/// <summary>A test that renders with kubectl; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute() => Skip = Kubectl.Missing;
}
