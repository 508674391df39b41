using System.Buffers;
using Diten.Core.Telemetry;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace Diten.Client.Bridge;

/// <summary>Takes what the broker delivers in hand: in order for each machine, and what is delivered twice once.</summary>
/// <param name="options">Bounds.</param>
/// <param name="topics">Topics.</param>
/// <param name="desk">Settles messages.</param>
/// <param name="outbox">The way back to the machines.</param>
/// <param name="post">Brings machines their commands.</param>
/// <param name="time">Clock.</param>
/// <param name="log">What is told besides.</param>
/// <param name="stop">Gives up what is in hand.</param>
internal sealed class Inbox(BridgeOptions options, BridgeTopics topics, MachineDesk desk, Outbox outbox, CommandPost post, TimeProvider time, ILogger log, CancellationToken stop)
{
    private readonly Lock _lock = new();
    private readonly MachineLanes _lanes = new();
    // The broker has at most InFlight under way; of those that were acknowledged last it may not have heard.
    private readonly Redeliveries _redeliveries = new(4 * options.InFlight);
    private int _unacknowledged;
    private bool _isClosed;

    /// <summary>The broker has lost its session.</summary>
    public void Forget()
    {
        lock (_lock) _redeliveries.Clear();
    }

    /// <summary>Takes no more; what comes from now on stays with the broker.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
    }

    /// <summary>A message has come.</summary>
    /// <param name="message">The message.</param>
    /// <param name="acks">Acknowledges it when it is settled.</param>
    public void Receive(MqttApplicationMessageReceivedEventArgs message, OrderedAcks<MqttApplicationMessageReceivedEventArgs> acks)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            var said = message.ApplicationMessage;
            var isHeldBack = said.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
            if (topics.Read(said.Topic) is not { } machine || IsOld(said, machine))
            {
                if (isHeldBack) acks.Add(message, Task.CompletedTask);
                return;
            }

            var delivery = new Delivery(said.Topic, said.Payload.ToArray(), machine, time.GetUtcNow());
            if (!isHeldBack)
            {
                TakeUnacknowledged(delivery);
                return;
            }

            delivery = _redeliveries.Recognise(message.PacketIdentifier, said.Dup, delivery);
            if (!delivery.IsBegun) delivery.Begin(payload => _lanes.RunAsync(machine.Machine, () => SettleAsync(delivery, payload)));
            acks.Add(message, delivery.Done);
        }
    }

    // MQTT does not say how old a retained message is; a broker that sends one all the same is not believed. A registration counts whenever it was made.
    private static bool IsOld(MqttApplicationMessage said, in MachineTopic machine)
    {
        if (!said.Retain || machine.Kind == TopicKind.Register) return false;
        BridgeMetrics.Count("retained");
        return true;
    }

    // Such messages the broker sends as they come, however many wait here.
    private void TakeUnacknowledged(Delivery delivery)
    {
        if (Interlocked.Increment(ref _unacknowledged) > options.Unacknowledged)
        {
            Interlocked.Decrement(ref _unacknowledged);
            var full = new BridgeAnswer(delivery.Topic, null, "dropped", "qos", $"is 0, and {options.Unacknowledged} such messages wait for the cluster; use 1", null);
            BridgeMetrics.Count(full.Status);
            _ = outbox.TryPublishAsync(topics.Answer(delivery.Machine.Machine), full.ToJson(), TimeSpan.FromMinutes(1), stop);
            return;
        }

        delivery.Begin(payload => _lanes.RunAsync(delivery.Machine.Machine, async () =>
        {
            try
            {
                await SettleAsync(delivery, payload);
            }
            finally
            {
                Interlocked.Decrement(ref _unacknowledged);
            }
        }));
    }

    private async Task SettleAsync(Delivery delivery, byte[] payload)
    {
        try
        {
            var settled = await desk.SettleAsync(delivery.Machine, delivery.Topic, payload, delivery.At, stop);
            BridgeMetrics.Count(settled.Outcome);
            if (settled.Answer is { } answer)
            {
                BridgeLog.NotTaken(log, answer.Topic, answer.Status, answer.Field, answer.Error);
                await outbox.PublishAsync(topics.Answer(delivery.Machine.Machine), answer.ToJson(), stop);
            }
            if (settled.IsThere == true) post.Heard(delivery.Machine.Machine);
            if (settled.IsThere == false) post.Gone(delivery.Machine.Machine);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BridgeLog.NotSettled(log, delivery.Topic, e);
            throw;
        }
    }
}
