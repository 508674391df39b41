namespace Diten.Silo.Settings;

/// <summary>Where state and reminders are kept.</summary>
internal enum StorageKind
{
    /// <summary>In one file of this silo.</summary>
    Sqlite,

    /// <summary>In memory: gone with the silo.</summary>
    Memory,

    /// <summary>In PostgreSQL.</summary>
    Postgres,

    /// <summary>In Redis, as durable as Redis is configured to be.</summary>
    Redis,
}

/// <summary>Section <c>Diten:Storage</c>: where state and reminders are kept.</summary>
internal sealed class StorageSettings : ISettings
{
    /// <summary>Default sqlite.</summary>
    public StorageKind Kind { get; set; }

    /// <summary>The file of sqlite; folders are created; default .diten/diten.db in the working folder.</summary>
    public string File { get; set; } = Path.Combine(".diten", "diten.db");

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Kind == StorageKind.Sqlite && Directory.Exists(File)) yield return $"Diten:Storage:File: '{File}' is a folder; must be a file";
    }
}
