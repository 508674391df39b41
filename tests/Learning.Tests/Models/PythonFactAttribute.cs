namespace Diten.Learning.Tests.Models;

/// <summary>A test that needs Python, without any package; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    /// <summary>The program.</summary>
    public const string Name = "python3";

    public PythonFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Name))))
            Skip = $"{Name} is not installed: what safetensors files are to others is checked against the format's description only";
    }
}
