using Diten.Silo.Commands;
using Microsoft.Data.Sqlite;
using Orleans.Runtime;

namespace Diten.Silo.Storage.Sqlite;

/// <summary>The store of a single silo: one file, one writing thread, a few readers. One process at a time may have it open.</summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    private SqliteFile(string path, FileStream @lock, SqliteSession session)
    {
        _path = path;
        _lock = @lock;
        _writer = new SqliteWriter(session);
        _readers = new SqliteReaders(path);
    }

    /// <summary>Transactions committed since it was opened; many writes may share one.</summary>
    public long Commits => _writer.Commits;

    /// <summary>Opens the file, creates it if it is not there, and brings its tables up to date.</summary>
    /// <param name="path">The file; folders above it are created.</param>
    /// <param name="acknowledged">Whether a committed write must survive the loss of power, not only of the process.</param>
    /// <exception cref="StartException">It cannot be used; the message says why.</exception>
    public static SqliteFile Open(string path, bool acknowledged)
    {
        SQLitePCL.Batteries_V2.Init();
        FileStream? held = null;
        SqliteSession? session = null;
        try
        {
            path = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            held = Hold(path);
            session = new SqliteSession(path);
            // The log is not read back on every commit: readers go on while the writer writes.
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute(acknowledged ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            session.Execute("PRAGMA journal_size_limit = 67108864");
            SqliteSchema.Apply(session, path);
            return new SqliteFile(path, held, session);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or StartException)
        {
            session?.Dispose();
            held?.Dispose();
            throw e as StartException ?? new StartException(Explain(path, e), e);
        }
    }

    /// <summary>Reads what is committed.</summary>
    /// <exception cref="OrleansException">The file cannot be read.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> query) => Guard(_readers.RunAsync(query), "reading");

    /// <summary>Writes, and answers when it is committed.</summary>
    /// <exception cref="OrleansException">Nothing has been written.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work) => Guard(_writer.RunAsync(work), "writing");

    /// <summary>A sign of life from the writer.</summary>
    public Task CheckAsync() => WriteAsync(session => session.Value("SELECT 1"));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _readers.Dispose();
        _writer.Dispose();
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }

    // Callers may be on other silos or clients, which know nothing of SQLite.
    private async Task<T> Guard<T>(Task<T> task, string what)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw new OrleansException($"{what} {_path}: {e.Message}", e);
        }
    }

    // The system lets go of it when the process ends, however it ends.
    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new StartException($"{path} is in use by another silo, or its folder cannot be written: {e.Message}", e);
        }
    }

    private static string Explain(string path, Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: NotADatabase } => $"{path} is not a SQLite file; --data-file names another file",
        SqliteException { SqliteErrorCode: Corrupt } => $"{path} is damaged ({exception.Message}): restore it from a copy, or name another file with --data-file",
        _ => $"{path}: {exception.Message}",
    };
}
