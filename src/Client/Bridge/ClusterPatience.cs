using Diten.Client.Hosting;
using Diten.Core.Network;
using Microsoft.Extensions.Logging;

namespace Diten.Client.Bridge;

/// <summary>Asks the cluster until it answers, and tells when it falls silent and when it answers again.</summary>
/// <param name="patience">Asks again.</param>
/// <param name="say">Says a line to people.</param>
/// <param name="log">What is told besides.</param>
internal sealed class ClusterPatience(Patience patience, Action<string> say, ILogger log)
{
    private int _isSilent;

    /// <summary>The answer, whenever it comes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the outcome of the attempt under way is unknown.</exception>
    public Task<T> AskAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken) => patience.AskAsync(
        async () =>
        {
            try
            {
                var answer = await call();
                if (Interlocked.Exchange(ref _isSilent, 0) == 1) say("the cluster answers again");
                return answer;
            }
            catch (NetworkUnavailableException e)
            {
                if (Interlocked.Exchange(ref _isSilent, 1) == 0)
                {
                    say($"{e.Message}; trying again, and the broker keeps what comes");
                    BridgeLog.ClusterSilent(log, e.Message);
                }
                throw;
            }
        },
        cancellationToken);
}
