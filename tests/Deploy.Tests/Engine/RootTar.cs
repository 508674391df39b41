using System.Formats.Tar;
using System.Text;

namespace Diten.Deploy.Tests.Engine;

/// <summary>A root file system that is written to a tar file; what is there already is not written again.</summary>
internal sealed class RootTar : IDisposable
{
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;
    private readonly TarWriter _tar;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <param name="path">The tar file.</param>
    public RootTar(string path) => _tar = new TarWriter(System.IO.File.Create(path));

    /// <summary>A folder with all that is in it, but for its subfolders of some names.</summary>
    public void Folder(string from, string to, params string[] except)
    {
        foreach (var file in Directory.EnumerateFiles(from)) File(file, $"{to}/{Path.GetFileName(file)}");
        foreach (var folder in Directory.EnumerateDirectories(from).Where(f => !except.Contains(Path.GetFileName(f), StringComparer.Ordinal))) Folder(folder, $"{to}/{Path.GetFileName(folder)}");
    }

    /// <summary>A file; of a link what it leads to.</summary>
    public void File(string from, string to)
    {
        if (!New(to)) return;
        using var content = System.IO.File.OpenRead(from);
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, to) { DataStream = content, Mode = System.IO.File.GetUnixFileMode(content.SafeFileHandle) });
    }

    /// <summary>A file with a text.</summary>
    public void Text(string to, string text)
    {
        if (!New(to)) return;
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, to) { DataStream = content, Mode = Executable });
    }

    /// <summary>A symbolic link.</summary>
    public void Link(string to, string target)
    {
        if (New(to)) _tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, to) { LinkName = target });
    }

    /// <summary>A folder that everybody may write to.</summary>
    public void Open(string to)
    {
        if (New(to)) _tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, to + "/") { Mode = (UnixFileMode)0b001_111_111_111 });
    }

    public void Dispose() => _tar.Dispose();

    // Its folders come first, closed to all but root's writing.
    private bool New(string path)
    {
        if (!_written.Add(path)) return false;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent && New(parent)) _tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, parent + "/") { Mode = Executable });
        return true;
    }
}
