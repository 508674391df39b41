namespace Diten.Client.Hosting;

/// <summary>Asks again until there is an answer, with pauses that double: for calls that apply nothing twice.</summary>
/// <param name="time">Clock.</param>
/// <param name="timeout">Time for one attempt.</param>
/// <param name="first">The first pause.</param>
internal sealed class Patience(TimeProvider time, TimeSpan timeout, TimeSpan first)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(3);
    private long _failures;

    /// <summary>Attempts that failed so far.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>The answer, whenever it comes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the outcome of the attempt under way is unknown.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var pause = first; ; pause = pause * 2 < s_longest ? pause * 2 : s_longest)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await call().WaitAsync(timeout, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // An expected refusal is a reply; whatever is thrown, the outcome is unknown and the call is made again.
            catch (Exception)
#pragma warning restore CA1031
            {
                Interlocked.Increment(ref _failures);
            }
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>The same for a call without an answer.</summary>
    public Task AskAsync(Func<Task> call, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellationToken);
}
