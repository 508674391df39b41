using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Diten.Silo.Storage.Sqlite;

/// <summary>
/// The one thread that writes. Whatever waits when it is free goes into one transaction (group commit), so that many acknowledged
/// writes share the cost of bringing the log to the disk; each is answered after the commit.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Most works in one transaction: bounds how long the first of them waits.</summary>
    private const int MostAtOnce = 1024;

    private readonly SqliteSession _session;
    private readonly BlockingCollection<IWork> _queue = [];
    private readonly Thread _thread;
    private long _commits;

    /// <summary>Starts the thread.</summary>
    /// <param name="session">Becomes the thread's own, and is closed with it.</param>
    public SqliteWriter(SqliteSession session)
    {
        _session = session;
        _thread = new Thread(Run) { IsBackground = true, Name = "sqlite writer" };
        _thread.Start();
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Runs a work in a transaction that others may share.</summary>
    /// <returns>Its result, once it is as durable as the file is synchronised.</returns>
    /// <exception cref="SqliteException">It failed, or the commit did; nothing of it is stored.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work)
    {
        var item = new Work<T>(work);
        try
        {
            _queue.Add(item);
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(new ObjectDisposedException(nameof(SqliteWriter), "the file is closed"));
        }
        return item.Answer;
    }

    /// <summary>Writes what waits and ends the thread.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _session.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        var group = new List<IWork>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < MostAtOnce && _queue.TryTake(out var next)) group.Add(next);
            if (!Commit(group, out var failure))
            {
                // One bad work must not fail its neighbours: each gets a transaction of its own.
                if (group.Count == 1) group[0].Fail(failure!);
                else foreach (var one in group) if (!Commit([one], out var alone)) one.Fail(alone!);
            }
            group.Clear();
        }
    }

    private bool Commit(IReadOnlyList<IWork> group, out Exception? failure)
    {
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var work in group) work.Run(_session);
            _session.Execute("COMMIT");
        }
        catch (Exception e)
        {
            RollBack();
            failure = e;
            return false;
        }
        Interlocked.Increment(ref _commits);
        foreach (var work in group) work.Done();
        failure = null;
        return true;
    }

    private void RollBack()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Some failures (a full disk) have rolled back already.
        }
    }

    private interface IWork
    {
        void Run(SqliteSession session);

        void Done();

        void Fail(Exception exception);
    }

    private sealed class Work<T>(Func<SqliteSession, T> body) : IWork
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Answer => _answer.Task;

        public void Run(SqliteSession session) => _result = body(session);

        public void Done() => _answer.SetResult(_result);

        public void Fail(Exception exception) => _answer.SetException(exception);
    }
}
