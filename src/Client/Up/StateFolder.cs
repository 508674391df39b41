using System.Text;
using Diten.Simulation.Commands;

namespace Diten.Client.Up;

/// <summary>
/// Where <c>up</c> keeps its network between two runs. One process at a time holds it. It remembers the options that made the
/// network, since other devices could not go on with it.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    /// <summary>The database of the silo.</summary>
    public const string Database = "diten.db";

    private const string LockName = "up.lock";
    private const string OptionsName = "options.txt";
    private const int Shown = 60;

    private readonly FileStream _lock;

    private StateFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The database's file.</summary>
    public string DatabasePath => System.IO.Path.Combine(Path, Database);

    /// <summary>Where it is unless told otherwise: in the user's folder for data of programs, or here where there is none.</summary>
    public static string Default => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } data
        ? System.IO.Path.Combine(data, "diten", "up")
        : System.IO.Path.Combine(Environment.CurrentDirectory, ".diten");

    /// <summary>Opens the folder and holds it.</summary>
    /// <param name="path">The folder; made if it is not there.</param>
    /// <param name="options">What makes the network, as text.</param>
    /// <param name="fresh">True forgets the network that is kept there.</param>
    /// <param name="isNew">Whether a network begins anew.</param>
    /// <exception cref="InputException">Another <c>up</c> holds it, or it was made with other options.</exception>
    public static StateFolder Open(string path, string options, bool fresh, out bool isNew)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        var folder = new StateFolder(full, Hold(full));
        try
        {
            if (fresh) folder.Forget();
            isNew = folder.Remember(options);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new InputException("--state", $"{path} is in use by another 'diten up'; end that one, or name another folder");
        }
    }

    /// <summary>Forgets the network that is kept there.</summary>
    public void Forget()
    {
        // Only what this program has put there: the folder may be anybody's.
        foreach (var file in Directory.EnumerateFiles(Path, Database + "*")) File.Delete(file);
        File.Delete(System.IO.Path.Combine(Path, OptionsName));
    }

    private bool Remember(string options)
    {
        var file = System.IO.Path.Combine(Path, OptionsName);
        if (!File.Exists(DatabasePath) || !File.Exists(file))
        {
            Forget();
            File.WriteAllText(file, options, Encoding.UTF8);
            return true;
        }
        var kept = File.ReadAllText(file, Encoding.UTF8);
        if (string.Equals(kept, options, StringComparison.Ordinal)) return false;
        var (lost, added) = (Differences(kept, options), Differences(options, kept));
        var what = lost.Length > 0 ? $"was made with other options; give those ({lost})" : $"was made with other options, without those given now ({added}); leave them out";
        throw new InputException("--state", $"the network in {Path} {what}, name another folder, or begin anew with --fresh");
    }

    private static string Differences(string kept, string options)
    {
        var now = options.Split('\n').ToHashSet(StringComparer.Ordinal);
        return string.Join(", ", kept.Split('\n').Where(line => !now.Contains(line)).Take(4).Select(line => line.Length > Shown ? $"{line[..Shown]}…" : line));
    }
}
