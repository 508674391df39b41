using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Diten.Client.Bridge;

/// <summary>What goes to machines, by whatever connection there is to the broker.</summary>
/// <param name="say">Says a line to people.</param>
/// <param name="log">What is told besides.</param>
internal sealed class Outbox(Action<string> say, ILogger log)
{
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource<BrokerSession> _session = New();

    /// <summary>Whether there is a connection.</summary>
    public bool IsOpen => _session.Task.IsCompletedSuccessfully;

    /// <summary>There is a connection.</summary>
    public void Open(BrokerSession session) => _session.TrySetResult(session);

    /// <summary>It has ended.</summary>
    public void Close(BrokerSession session)
    {
        // Only one that is open is replaced: whoever waits for the next waits for that which is there.
        var current = _session;
        if (current.Task is { IsCompletedSuccessfully: true } open && open.Result == session) Interlocked.CompareExchange(ref _session, New(), current);
    }

    /// <summary>Publishes; done when the broker has it, by this connection or a later one, or refuses it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task PublishAsync(string topic, byte[] payload, CancellationToken cancellationToken)
    {
        while (true)
        {
            var session = await _session.Task.WaitAsync(cancellationToken);
            if (await TryAsync(session, topic, payload, lifetime: null, cancellationToken)) return;
            await session.Ended.WaitAsync(cancellationToken);
            Close(session);
        }
    }

    /// <summary>Publishes if there is a connection, once: whoever reads it asks again.</summary>
    /// <param name="topic">Topic.</param>
    /// <param name="payload">What it holds.</param>
    /// <param name="lifetime">How long the broker keeps it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task TryPublishAsync(string topic, byte[] payload, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (_session.Task is { IsCompletedSuccessfully: true } open) await TryAsync(await open, topic, payload, lifetime, cancellationToken);
    }

    private async Task<bool> TryAsync(BrokerSession session, string topic, byte[] payload, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var sending = session.PublishAsync(topic, payload, lifetime, limit.Token);
            if (await Task.WhenAny(sending, session.Ended) != sending) await limit.CancelAsync();
            if (await sending is { } refusal && _refused.TryAdd(topic, true))
            {
                say($"the broker does not take what is published to {topic}: {refusal}");
                BridgeLog.NotPublished(log, topic, refusal);
            }
            return true;
        }
#pragma warning disable CA1031 // Whatever the client throws, the connection is at its end; whether the broker has it is unknown, and it is sent again.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static TaskCompletionSource<BrokerSession> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
