using System.Collections.Concurrent;
using System.Text.Json;
using Diten.Cluster.Tests.Hosting;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>A machine as its maker would connect it: with a session of its own, and with patience.</summary>
internal sealed class TestMachine : IAsyncDisposable
{
    private readonly MosquittoBroker _broker;
    private readonly Action<MqttClientOptionsBuilder>? _more;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<(string Topic, JsonElement Json)> _heard = new();

    private TestMachine(MosquittoBroker broker, string id, Action<MqttClientOptionsBuilder>? more)
    {
        (_broker, Id, _more) = (broker, id, more);
        _client.ApplicationMessageReceivedAsync += message =>
        {
            using var json = JsonDocument.Parse(message.ApplicationMessage.ConvertPayloadToString());
            _heard.Enqueue((message.ApplicationMessage.Topic.Split('/')[^1], json.RootElement.Clone()));
            return Task.CompletedTask;
        };
    }

    public string Id { get; }

    /// <summary>Commands that it was told.</summary>
    public IReadOnlyList<JsonElement> Commands => [.. _heard.Where(h => h.Topic is "command").Select(h => h.Json)];

    /// <summary>Answers that it was told.</summary>
    public IReadOnlyList<JsonElement> Answers => [.. _heard.Where(h => h.Topic is "answer").Select(h => h.Json)];

    public static async Task<TestMachine> ConnectAsync(MosquittoBroker broker, string id, Action<MqttClientOptionsBuilder>? more = null)
    {
        var machine = new TestMachine(broker, id, more);
        await machine.ConnectAsync();
        return machine;
    }

    /// <summary>Says something until the broker has it.</summary>
    public async Task SayAsync(string what, string payload, bool retain = false, MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtLeastOnce)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic($"diten/{Id}/{what}").WithPayload(payload).WithRetainFlag(retain).WithQualityOfServiceLevel(qos).Build();
        await Eventually.BecomesAsync(
            async () =>
            {
                try
                {
                    if (!_client.IsConnected) await ConnectAsync();
                    await _client.PublishAsync(message);
                    return null;
                }
                catch (Exception e) when (e is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException or InvalidOperationException or MQTTnet.Exceptions.MqttClientNotConnectedException)
                {
                    return e.Message;
                }
            },
            $"{Id} says {what}");
    }

    /// <summary>Waits for an answer.</summary>
    public async Task<JsonElement> AnswerAsync(int count = 1)
    {
        await Eventually.BecomesAsync(() => Task.FromResult(Answers.Count >= count ? null : $"{Answers.Count} answers"), $"answer {count} to {Id}");
        return Answers[count - 1];
    }

    /// <summary>Falls off the network, so that the broker sends its last will.</summary>
    public void Vanish() => _client.Dispose();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ConnectAsync()
    {
        var options = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", _broker.Port)
            .WithClientId(Id).WithCleanStart(false).WithSessionExpiryInterval(3600);
        _more?.Invoke(options);
        var result = await _client.ConnectAsync(options.Build());
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        foreach (var topic in new[] { "command", "answer" })
            await _client.SubscribeAsync(new MqttClientSubscribeOptionsBuilder().WithTopicFilter($"diten/{Id}/{topic}", MqttQualityOfServiceLevel.AtLeastOnce).Build());
    }
}
