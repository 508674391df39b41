namespace Diten.Cluster.Tests.Wire;

/// <summary>The recorded files of this folder, read where they lie in the repository.</summary>
internal static class WireFiles
{
    /// <summary>Lines that are neither empty nor comments.</summary>
    public static IEnumerable<string> Lines(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Wire", name)).Where(l => l.Length > 0 && l[0] != '#');

    /// <summary>Fails with the lines to add, so that recording is to copy them.</summary>
    public static void MustHave(string name, IReadOnlyCollection<string> missing) =>
        Assert.True(missing.Count == 0, $"add to tests/Cluster.Tests/Wire/{name} (never change a line that is there, see docs/wire.md):\n{string.Join('\n', missing)}\n");
}
