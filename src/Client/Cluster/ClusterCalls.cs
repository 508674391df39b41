using Diten.Core.Network;

namespace Diten.Client.Cluster;

/// <summary>Calls grains with a time-out and in bounded numbers; whatever goes wrong on the way is told as <see cref="NetworkUnavailableException"/>.</summary>
/// <param name="access">The way into the cluster.</param>
/// <param name="options">Time-out and number of calls at once.</param>
/// <param name="time">Clock of the time-outs.</param>
internal sealed class ClusterCalls(IClusterAccess access, ClusterOptions options, TimeProvider time)
{
    /// <summary>One call.</summary>
    /// <exception cref="NetworkUnavailableException">It failed or took too long; the outcome is unknown.</exception>
    public async Task<T> AskAsync<T>(Func<IGrainFactory, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await call(access.Grains).WaitAsync(options.CallTimeout, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (NetworkUnavailableException)
        {
            throw;
        }
#pragma warning disable CA1031 // Expected refusals are replies; an exception, of whatever type a silo's store has thrown, means that the outcome is unknown.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw new NetworkUnavailableException(Say(e), e);
        }
    }

    /// <summary>The same call for many, so many at once; answers in the order of the items.</summary>
    public async Task<TResult[]> AskAllAsync<TItem, TResult>(IReadOnlyList<TItem> items, Func<IGrainFactory, TItem, Task<TResult>> call, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ParallelCalls, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, items.Count, parallel, async (i, stop) => results[i] = await AskAsync(grains => call(grains, items[i]), stop));
        return results;
    }

    private string Say(Exception error) => error switch
    {
        TimeoutException => $"the cluster has not answered within {options.CallTimeout.TotalSeconds:0.#} s",
        _ => $"the cluster has not answered: {error.Message.ReplaceLineEndings(" ").Trim()}",
    };
}
