namespace Diten.Cluster.Upgrade.Tests;

/// <summary>Where the programs of the two versions are: built with these tests, in the same configuration.</summary>
internal static class Versions
{
    private static readonly DirectoryInfo s_output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Old { get; } = Program("Old");

    public static string Next { get; } = Program("Next");

    private static string Program(string version)
    {
        var framework = s_output.Name;
        var configuration = s_output.Parent!.Name;
        var upgrade = s_output.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(upgrade, version, "bin", configuration, framework, $"Diten.Upgrade.{version}.dll");
    }
}
