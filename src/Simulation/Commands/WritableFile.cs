namespace Diten.Simulation.Commands;

/// <summary>Tries whether a file can be written, before a long run and not after it.</summary>
internal static class WritableFile
{
    /// <summary>Leaves everything as it is.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Require(string option, string file)
    {
        try
        {
            var there = File.Exists(file);
            using (File.Open(file, FileMode.OpenOrCreate, FileAccess.Write))
            {
                // Only whether it opens is asked.
            }
            if (!there) File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(option, $"'{file}' cannot be written; must be a file in a folder that is there and may be written to");
        }
    }
}
