namespace Diten.Silo.Settings;

/// <summary>How to reach a server; the text holds a password, so it is given by environment or by a file, and never logged.</summary>
internal abstract class ServerSettings(string section) : ISettings
{
    /// <summary>The connection string; default none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>A file that holds the connection string, for example a mounted secret; default none.</summary>
    public string? ConnectionStringFile { get; set; }

    /// <summary>The connection string, from wherever it is; null if there is none.</summary>
    public string? Resolve() => ConnectionString ?? (ConnectionStringFile is null ? null : File.ReadAllText(ConnectionStringFile).Trim());

    /// <summary>What is wrong with the text; must not quote it.</summary>
    protected abstract string? Check(string connectionString);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (ConnectionString is not null && ConnectionStringFile is not null)
            yield return $"{section}:ConnectionStringFile: is set as well as ConnectionString; must be one of them";
        else if (ConnectionStringFile is not null && !File.Exists(ConnectionStringFile))
            yield return $"{section}:ConnectionStringFile: there is no file '{ConnectionStringFile}'";
        else if (Resolve() is { } text && Check(text) is { } problem)
            yield return $"{section}:ConnectionString: {problem}";
    }
}
