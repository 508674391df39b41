using System.Globalization;

namespace Diten.Learning.Data.Engines;

/// <summary>
/// Reads the text files of NASA's C-MAPSS set: 26 blank-separated columns without a header (unit, cycle, 3 settings, 21 sensors), and
/// one remaining life per line. Every error is an <see cref="InvalidDataException"/> that names the file, the line and what was expected.
/// </summary>
internal static class CmapssReader
{
    private const int Keys = 2;

    /// <summary>Reads runs; each starts at cycle 1 and goes on by 1, units ascend.</summary>
    public static IReadOnlyList<EngineRun> Runs(string path)
    {
        var runs = new List<EngineRun>();
        var values = new List<float>();
        int unit = 0, cycle = 0, line = 0;
        Span<float> row = stackalloc float[Keys + EngineRun.Columns];
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            ParseRow(text, row, path, line);
            if (row[0] != unit)
            {
                if (row[0] < unit || row[0] != MathF.Floor(row[0]) || row[0] < 1)
                    throw Bad(path, line, $"unit {row[0]} after unit {unit}; expected whole numbers from 1, ascending");
                if (unit > 0) runs.Add(new EngineRun(unit, [.. values]));
                values.Clear();
                (unit, cycle) = ((int)row[0], 0);
            }

            if (row[1] != ++cycle) throw Bad(path, line, $"cycle {row[1]} of unit {unit}; expected {cycle}");
            values.AddRange(row[Keys..]);
        }

        if (unit == 0) throw Bad(path, line, "no rows; expected 1 or more");
        runs.Add(new EngineRun(unit, [.. values]));
        return runs;
    }

    /// <summary>Reads the true remaining lives.</summary>
    public static IReadOnlyList<int> Remaining(string path)
    {
        var result = new List<int>();
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (!int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var cycles))
                throw Bad(path, line, $"'{text.Trim()}'; expected a whole number of cycles, 0 or more");
            result.Add(cycles);
        }

        return result;
    }

    private static void ParseRow(string text, Span<float> row, string path, int line)
    {
        var count = 0;
        foreach (var range in text.AsSpan().SplitAny(' ', '\t'))
        {
            var word = text.AsSpan(range).Trim();
            if (word.IsEmpty) continue;
            if (count == row.Length) throw Bad(path, line, $"more than {row.Length} columns; expected {row.Length}");
            if (!float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
                throw Bad(path, line, $"'{word}' in column {count + 1}; expected a finite number");
            row[count++] = value;
        }

        if (count < row.Length) throw Bad(path, line, $"{count} columns; expected {row.Length}");
    }

    private static InvalidDataException Bad(string path, int line, string what) => new($"{path}: line {line}: {what}");
}
