namespace Diten.Learning.Data;

/// <summary>Where data files lie: one folder with <c>mnist/</c>, <c>fashion-mnist/</c> and <c>cmapss/</c> below it.</summary>
public static class DataFolders
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "DITEN_DATA";

    /// <summary>Where <c>diten data get</c> puts files if no folder is named: below the current directory.</summary>
    public const string Local = "data";

    /// <summary>
    /// The folder that <see cref="Variable"/> names; where it is unset or empty, <see cref="Local"/> if it holds one of the three
    /// subfolders, otherwise null. For programs; the library itself reads no environment.
    /// </summary>
    public static string? FromEnvironment()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(folder)) return folder;
        return Subfolders.Any(name => Directory.Exists(Path.Combine(Local, name))) ? Path.GetFullPath(Local) : null;
    }

    /// <summary>Names of the subfolders.</summary>
    public static readonly IReadOnlyList<string> Subfolders = ["mnist", "fashion-mnist", "cmapss"];

    /// <summary>A file beside generated data whose first line says what they are, so that nobody takes them for the real ones.</summary>
    internal const string SourceFile = "SOURCE.txt";

    /// <summary>What the files in a folder are: the first line of <see cref="SourceFile"/>, or the given name where there is none.</summary>
    internal static string NameOf(string folder, string name)
    {
        var path = Path.Combine(folder, SourceFile);
        var line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;
        return string.IsNullOrWhiteSpace(line) ? name : line.Trim();
    }

    /// <summary>Finds the folder that holds a file: <c>folder/name</c>, or <paramref name="folder"/> itself.</summary>
    /// <param name="folder">The data folder, or directly the folder with the files; null gives null.</param>
    /// <param name="name">Name of the subfolder.</param>
    /// <param name="present">Whether a candidate folder holds the files.</param>
    internal static string? Find(string? folder, string name, Func<string, bool> present)
    {
        if (folder is null) return null;
        var below = Path.Combine(folder, name);
        if (present(below)) return below;
        return present(folder) ? folder : null;
    }
}
