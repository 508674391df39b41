namespace Diten.Deploy.Tests.Running;

/// <summary>A test that needs promtool; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "promtool"))))
            Skip = "promtool is not installed (Debian: apt-get install prometheus): alerts and queries are checked against docs/telemetry.md only";
    }
}
