using Diten.Client.Hosting;
using Diten.Core.Network;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Diten.Client.Bridge;

/// <summary>
/// Between a broker and the twins: brings what machines say to their twins, lets the broker forget a message when the twin has it,
/// and brings machines their commands. One connection to the broker after the other, until it is told to stop.
/// </summary>
/// <param name="options">Where the broker is.</param>
/// <param name="network">The twins.</param>
/// <param name="time">Clock.</param>
/// <param name="say">Says a line to people.</param>
/// <param name="log">What is told besides.</param>
internal sealed class MessageBridge(BridgeOptions options, ITwinNetwork network, TimeProvider time, Action<string> say, ILogger log)
{
    private static readonly TimeSpan s_attempt = TimeSpan.FromSeconds(30);
    private readonly BridgeTopics _topics = new(options.Prefix);
    private readonly Outbox _outbox = new(say, log);

    /// <summary>Bridges until it is told to stop; then finishes what is in hand.</summary>
    /// <exception cref="IOException">Another client has taken over the client id.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var work = new CancellationTokenSource();
        var post = new CommandPost(network, _outbox, _topics, options.CommandPeriod, time);
        var cluster = new ClusterPatience(new Patience(time, s_attempt, options.FirstPause), say, log);
        var inbox = new Inbox(options, _topics, new MachineDesk(network, cluster, options.Station), _outbox, post, time, log, work.Token);
        using var posting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var posted = post.RunAsync(posting.Token);
        try
        {
            await ConnectAsync(inbox, work, stop);
        }
        finally
        {
            await work.CancelAsync();
            await posting.CancelAsync();
            await posted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAsync(Inbox inbox, CancellationTokenSource work, CancellationToken stop)
    {
        string? told = null;
        for (var pause = options.FirstPause; ; pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause)
        {
            var acks = new OrderedAcks<MqttApplicationMessageReceivedEventArgs>((message, token) => message.AcknowledgeAsync(token));
            using var session = new BrokerSession(options, message => inbox.Receive(message, acks));
            try
            {
                var isKept = await BeginAsync(session, inbox, stop);
                told = null;
                var began = time.GetTimestamp();
                say($"connected to the broker at {options.Broker} ({(isKept ? "its session goes on" : "a new session")})");
                BridgeLog.Connected(log, options.Broker, isKept);
                var end = await ServeAsync(session, inbox, acks, work, stop);
                if (stop.IsCancellationRequested) return;
                if (end.IsTakenOver) throw new BridgeException($"--client-id: another client has connected to {options.Broker} as '{options.ClientId}'; each bridge needs an id of its own");
                // Who is thrown out as soon as it is in does not come back as fast as it can.
                if (time.GetElapsedTime(began) > options.LongestPause) pause = options.FirstPause;
                Away(end.Reason);
            }
#pragma warning disable CA1031 // Whatever the client or the broker does not like, it is told once and tried again.
            catch (Exception e) when (e is not BridgeException)
#pragma warning restore CA1031
            {
                if (stop.IsCancellationRequested) return;
                Away(e.Message);
            }
            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return;
        }

        void Away(string reason)
        {
            if (string.Equals(told, reason, StringComparison.Ordinal)) return;
            say($"the broker at {options.Broker} is not reached: {told = reason}; trying again");
            BridgeLog.BrokerAway(log, options.Broker, reason);
        }
    }

    private async Task<bool> BeginAsync(BrokerSession session, Inbox inbox, CancellationToken stop)
    {
        var isKept = await session.ConnectAsync(stop);
        // Before the subscription nothing comes of a session that is new.
        if (!isKept) inbox.Forget();
        await session.SubscribeAsync(_topics, stop);
        return isKept;
    }

    private async Task<BrokerEnd> ServeAsync(BrokerSession session, Inbox inbox, OrderedAcks<MqttApplicationMessageReceivedEventArgs> acks, CancellationTokenSource work, CancellationToken stop)
    {
        using var ending = new CancellationTokenSource();
        _outbox.Open(session);
        var acknowledging = acks.RunAsync(ending.Token);
        try
        {
            await Task.WhenAny(session.Ended, acknowledging, Task.Delay(Timeout.InfiniteTimeSpan, time, stop));
            if (stop.IsCancellationRequested)
            {
                inbox.Close();
                acks.Complete();
                await Task.WhenAny(session.Ended, acknowledging, Task.Delay(options.StopPatience, time, CancellationToken.None));
                // What is begun after the last acknowledgement would be delivered again to the next bridge, and done again.
                await work.CancelAsync();
            }
        }
        finally
        {
            await ending.CancelAsync();
            _outbox.Close(session);
            await session.LeaveAsync(CancellationToken.None);
            await acknowledging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await session.Ended;
    }
}
