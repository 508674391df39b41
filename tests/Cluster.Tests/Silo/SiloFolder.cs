namespace Diten.Cluster.Tests.Silo;

/// <summary>A folder for one test.</summary>
internal sealed class SiloFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("diten-silo-");

    /// <summary>Full path of a file in it.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
