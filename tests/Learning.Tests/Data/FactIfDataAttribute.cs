using Diten.Learning.Data;

namespace Diten.Learning.Tests.Data;

/// <summary>A test that needs the real files: skipped, with the reason in the output, where DITEN_DATA is not set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfDataAttribute : FactAttribute
{
    public FactIfDataAttribute()
    {
        if (DataFolders.FromEnvironment() is null)
            Skip = $"SKIPPED: needs the real data files; name their folder in {DataFolders.Variable}";
    }
}
