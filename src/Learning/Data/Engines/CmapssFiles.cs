using System.Globalization;
using System.Text;

namespace Diten.Learning.Data.Engines;

/// <summary>The three files of C-MAPSS FD001.</summary>
internal static class CmapssFiles
{
    public const string Train = "train_FD001.txt";
    public const string Test = "test_FD001.txt";
    public const string Remaining = "RUL_FD001.txt";

    /// <summary>Digits after the point in each of the 24 value columns, as in the original files.</summary>
    public static readonly IReadOnlyList<int> Decimals = [4, 4, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4, 2, 0, 0, 2, 2, 4];

    /// <summary>Whether a folder has at least one of the three.</summary>
    public static bool Present(string folder) => new[] { Train, Test, Remaining }.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Reads the three files.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static EngineFleet Load(string folder)
    {
        var train = CmapssReader.Runs(Require(folder, Train));
        var test = CmapssReader.Runs(Require(folder, Test));
        var path = Require(folder, Remaining);
        var remaining = CmapssReader.Remaining(path);
        if (remaining.Count != test.Count)
            throw new InvalidDataException($"{path}: {remaining.Count} lives; expected {test.Count}, one for each unit of {Test}");
        return new EngineFleet(train, test, remaining, $"{DataFolders.NameOf(folder, "C-MAPSS FD001")} (files in {folder})");
    }

    /// <summary>Writes the three files.</summary>
    public static IReadOnlyList<string> Write(string folder, EngineFleet fleet)
    {
        Directory.CreateDirectory(folder);
        string[] paths = [Path.Combine(folder, Train), Path.Combine(folder, Test), Path.Combine(folder, Remaining)];
        File.WriteAllText(paths[0], Rows(fleet.Train));
        File.WriteAllText(paths[1], Rows(fleet.Test));
        File.WriteAllLines(paths[2], fleet.TestRemaining.Select(cycles => cycles.ToString(CultureInfo.InvariantCulture)));
        File.WriteAllText(Path.Combine(folder, DataFolders.SourceFile), fleet.Source + "\n");
        return paths;
    }

    private static string Rows(IReadOnlyList<EngineRun> runs)
    {
        var text = new StringBuilder();
        foreach (var run in runs)
        {
            for (var cycle = 0; cycle < run.Cycles; cycle++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{run.Unit} {cycle + 1}");
                var row = run.Row(cycle);
                for (var i = 0; i < row.Length; i++)
                    text.Append(' ').Append(row[i].ToString("F" + Decimals[i], CultureInfo.InvariantCulture));
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Require(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path}: no such file", path);
    }
}
