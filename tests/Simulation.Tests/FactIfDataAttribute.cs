namespace Diten.Simulation.Tests;

/// <summary>A test on real files: skipped, saying so, where the variable DITEN_DATA names no folder that holds them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfDataAttribute : FactAttribute
{
    public FactIfDataAttribute(string folder)
    {
        var data = Environment.GetEnvironmentVariable("DITEN_DATA");
        if (data is null || !Directory.Exists(Path.Combine(data, folder)))
            Skip = $"DITEN_DATA names no folder with {folder}/: this test on the real files did not run";
    }
}
