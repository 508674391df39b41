using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Diten.Client.Bridge;

/// <summary>How a connection to the broker ended.</summary>
/// <param name="Reason">Why, for people.</param>
/// <param name="IsTakenOver">Whether somebody else has connected under the same client id.</param>
internal readonly record struct BrokerEnd(string Reason, bool IsTakenOver);

/// <summary>One connection to the broker, from its beginning to its end. The next is another object, so that nothing of this one is acknowledged there.</summary>
internal sealed class BrokerSession : IDisposable
{
    private readonly BridgeOptions _options;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly TaskCompletionSource<BrokerEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _quota;

    /// <summary>Prepares a connection.</summary>
    /// <param name="options">Where the broker is.</param>
    /// <param name="receive">Hears of each message, one after the other; what is not acknowledged stays with the broker.</param>
    public BrokerSession(BridgeOptions options, Action<MqttApplicationMessageReceivedEventArgs> receive)
    {
        _options = options;
        _quota = new SemaphoreSlim(options.InFlight);
        _client.ApplicationMessageReceivedAsync += message =>
        {
            message.AutoAcknowledge = false;
            receive(message);
            return Task.CompletedTask;
        };
        _client.DisconnectedAsync += end =>
        {
            // The reason as the broker gives it, where it does; many close the connection without a word when a second client comes.
            var reason = !string.IsNullOrEmpty(end.ReasonString) ? end.ReasonString
                : end.Exception?.GetBaseException().Message ?? $"it has closed the connection; if it does so again and again, another client uses the client id '{options.ClientId}'";
            _ended.TrySetResult(new BrokerEnd(reason, end.Reason == MqttClientDisconnectReason.SessionTakenOver));
            return Task.CompletedTask;
        };
    }

    /// <summary>Ends when the connection does.</summary>
    public Task<BrokerEnd> Ended => _ended.Task;

    /// <summary>Connects. What the broker has kept comes at once.</summary>
    /// <returns>Whether the broker has kept the session.</returns>
    /// <exception cref="IOException">It is not reached, or refuses; the message says why.</exception>
    public async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BrokerOptions.Patience);
        try
        {
            var result = await _client.ConnectAsync(BrokerOptions.Of(_options), limit.Token);
            if (result.ResultCode != MqttClientConnectResultCode.Success) throw new IOException($"the broker refuses: {Say(result.ReasonString, result.ResultCode)}");
            // The broker may take fewer at once than are allowed here.
            for (var more = _options.InFlight; more > (result.ReceiveMaximum ?? ushort.MaxValue); more--) await _quota.WaitAsync(cancellationToken);
            return result.IsSessionPresent;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not IOException { InnerException: null })
        {
            throw new IOException(e is OperationCanceledException ? $"no answer within {BrokerOptions.Patience.TotalSeconds:0} s" : e.GetBaseException().Message, e);
        }
    }

    /// <summary>Subscribes; subscribed already, nothing changes.</summary>
    /// <exception cref="IOException">The broker refuses one; the message names it.</exception>
    public async Task SubscribeAsync(BridgeTopics topics, CancellationToken cancellationToken)
    {
        var options = new MqttClientSubscribeOptionsBuilder();
        foreach (var (filter, kind) in topics.Filters(_options.Share))
        {
            options.WithTopicFilter(new MqttTopicFilter
            {
                Topic = filter,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                // MQTT does not say how old a retained message is. A registration counts whenever it was made; a reading or a
                // last will of who knows when does not. Shared subscriptions get none, and may not ask for other than the default.
                RetainHandling = _options.Share is not null || kind == TopicKind.Register ? MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly : MqttRetainHandling.DoNotSendOnSubscribe,
            });
        }

        var result = await _client.SubscribeAsync(options.Build(), cancellationToken);
        foreach (var item in result.Items)
        {
            if (item.ResultCode is not (MqttClientSubscribeResultCode.GrantedQoS0 or MqttClientSubscribeResultCode.GrantedQoS1 or MqttClientSubscribeResultCode.GrantedQoS2))
                throw new IOException($"the broker refuses the subscription to {item.TopicFilter.Topic}: {item.ResultCode}");
        }
    }

    /// <summary>Publishes with quality of service 1; done when the broker has it.</summary>
    /// <returns>Why the broker does not take it; null if it does.</returns>
    /// <param name="topic">Topic.</param>
    /// <param name="payload">What it holds.</param>
    /// <param name="lifetime">How long the broker keeps it for a machine that is away; null: as long as it likes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Exception">The connection ended meanwhile; whether the broker has it is unknown.</exception>
    public async Task<string?> PublishAsync(string topic, byte[] payload, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        await _quota.WaitAsync(cancellationToken);
        try
        {
            var message = new MqttApplicationMessage
            {
                Topic = topic,
                PayloadSegment = payload,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                ContentType = "application/json",
                MessageExpiryInterval = lifetime is { } time ? (uint)Math.Max(1, Math.Ceiling(time.TotalSeconds)) : 0,
            };
            var result = await _client.PublishAsync(message, cancellationToken);
            return result.IsSuccess ? null : Say(result.ReasonString, result.ReasonCode);
        }
        finally
        {
            _quota.Release();
        }
    }

    /// <summary>Leaves; the broker keeps the session.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (!_client.IsConnected) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BrokerOptions.Patience);
        // What is sent before the end of a connection may be lost with it; the answer to this says that the broker has read the acknowledgements.
        await _client.PingAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_client.IsConnected) return;
        var farewell = new MqttClientDisconnectOptions { SessionExpiryInterval = BrokerOptions.Seconds(_options.SessionExpiry) };
        await _client.DisconnectAsync(farewell, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends what is left of the connection.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _quota.Dispose();
    }

    private static string Say(string? reason, object code) => string.IsNullOrEmpty(reason) ? $"{code}" : reason;
}
