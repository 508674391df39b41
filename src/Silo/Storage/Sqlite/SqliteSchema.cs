using Diten.Silo.Commands;

namespace Diten.Silo.Storage.Sqlite;

/// <summary>The tables in the file, versioned by SQLite's <c>user_version</c>; <c>application_id</c> tells our files from others.</summary>
internal static class SqliteSchema
{
    /// <summary>"DITN", in the header of every file of ours.</summary>
    private const long ApplicationId = 0x4449544E;

    private static readonly string[][] s_steps =
    [
        [
            // A row for each state of each grain. The first version is drawn at random: a state that was deleted and stored again
            // cannot be taken for the one before.
            """
            CREATE TABLE state (
                store   TEXT    NOT NULL,
                name    TEXT    NOT NULL,
                grain   TEXT    NOT NULL,
                version INTEGER NOT NULL,
                payload BLOB    NOT NULL,
                PRIMARY KEY (store, name, grain)
            )
            """,
        ],
        [
            // Times in ticks of 100 ns, UTC.
            """
            CREATE TABLE reminder (
                grain    TEXT    NOT NULL,
                name     TEXT    NOT NULL,
                hash     INTEGER NOT NULL,
                start_at INTEGER NOT NULL,
                period   INTEGER NOT NULL,
                version  INTEGER NOT NULL,
                PRIMARY KEY (grain, name)
            ) WITHOUT ROWID
            """,
            "CREATE INDEX reminder_hash ON reminder (hash)",
        ],
    ];

    /// <summary>The version that this program writes.</summary>
    public static int Current => s_steps.Length;

    /// <summary>Brings the file to the current version.</summary>
    /// <param name="session">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="upTo">Last version to apply, for tests of upgrades.</param>
    /// <exception cref="StartException">It is a file of another program, or of a newer version of this one.</exception>
    public static void Apply(SqliteSession session, string path, int? upTo = null)
    {
        session.Execute("BEGIN IMMEDIATE");
        var application = (long)session.Value("PRAGMA application_id")!;
        var version = (long)session.Value("PRAGMA user_version")!;
        var empty = (long)session.Value("SELECT count(*) FROM sqlite_master")! == 0;
        if (application != ApplicationId && !(empty && application == 0 && version == 0))
            throw new StartException($"{path} is a SQLite file of another program; --data-file names another file");
        if (version > Current)
            throw new StartException($"{path} was written by a newer program (version {version}, this one knows {Current}): use the newer program");
        foreach (var sql in s_steps.Skip((int)version).Take((upTo ?? Current) - (int)version).SelectMany(s => s)) session.Execute(sql);
        session.Execute($"PRAGMA application_id = {ApplicationId}");
        session.Execute($"PRAGMA user_version = {Math.Max(version, upTo ?? Current)}");
        session.Execute("COMMIT");
    }
}
