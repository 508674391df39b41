using System.Collections.Concurrent;

namespace Diten.Silo.Storage.Sqlite;

/// <summary>A few connections for reading beside the writer; what has been committed is seen.</summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private readonly SemaphoreSlim _free = new(Math.Clamp(Environment.ProcessorCount, 2, 8));
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    /// <summary>Runs a query on a thread of the pool: reading may wait for the disk, and a grain's thread must not.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> query)
    {
        await _free.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(() =>
            {
                if (!_idle.TryTake(out var session)) session = Open();
                try
                {
                    return query(session);
                }
                finally
                {
                    _idle.Add(session);
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _idle) session.Dispose();
        _free.Dispose();
    }

    private SqliteSession Open()
    {
        var session = new SqliteSession(path);
        session.Execute("PRAGMA query_only = ON");
        return session;
    }
}
