namespace Diten.Chaos.Tests.Checks;

/// <summary>What comparisons found.</summary>
internal static class Problems
{
    private const int Shown = 40;

    /// <summary>Fails with all that is wrong.</summary>
    public static void None(IReadOnlyList<string> problems) =>
        Assert.True(problems.Count == 0, $"{problems.Count} problems:\n{string.Join('\n', problems.Take(Shown))}");
}
