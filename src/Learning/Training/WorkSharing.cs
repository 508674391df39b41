using System.Runtime.ExceptionServices;

namespace Diten.Learning.Training;

/// <summary>Runs numbered pieces of work on several threads: whoever is free takes the next number.</summary>
internal static class WorkSharing
{
    /// <summary>Runs pieces 0..count−1, each once.</summary>
    /// <param name="count">Pieces.</param>
    /// <param name="threads">Threads, 1 or more, the caller's included.</param>
    /// <param name="run">Does one piece; called from several threads.</param>
    /// <param name="cancellationToken">Looked at before each piece.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the last piece was taken.</exception>
    public static void Run(int count, int threads, Action<int> run, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var next = -1;
        var failures = new (int Piece, ExceptionDispatchInfo? Error)[Math.Max(1, Math.Min(threads, count))];
        var stop = 0;

        void Work(int worker)
        {
            while (Volatile.Read(ref stop) == 0 && !cancellationToken.IsCancellationRequested)
            {
                var piece = Interlocked.Increment(ref next);
                if (piece >= count)
                    return;
                try
                {
                    run(piece);
                }
#pragma warning disable CA1031 // Carried to the calling thread and thrown there.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    failures[worker] = (piece, ExceptionDispatchInfo.Capture(error));
                    Volatile.Write(ref stop, 1);
                }
            }
        }

        var helpers = new Task[failures.Length - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            var worker = i + 1;
            helpers[i] = Task.Run(() => Work(worker), CancellationToken.None);
        }
        Work(0);
        Task.WaitAll(helpers, CancellationToken.None);

        ExceptionDispatchInfo? first = null;
        var firstPiece = int.MaxValue;
        foreach (var (piece, error) in failures)
        {
            if (error is not null && piece < firstPiece)
                (first, firstPiece) = (error, piece);
        }
        first?.Throw();
        if (Volatile.Read(ref next) < count)
            cancellationToken.ThrowIfCancellationRequested();
    }
}
