using System.Security.Cryptography;

namespace Diten.Client.Bridge;

/// <summary>A message as the broker has delivered it, once or again.</summary>
/// <param name="topic">Topic.</param>
/// <param name="payload">What it holds.</param>
/// <param name="machine">Whose it is.</param>
/// <param name="at">When it came first.</param>
internal sealed class Delivery(string topic, byte[] payload, MachineTopic machine, DateTimeOffset at)
{
    private readonly byte[] _hash = SHA256.HashData(payload);
    private byte[]? _payload = payload;

    /// <summary>Topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>Whose it is.</summary>
    public MachineTopic Machine { get; } = machine;

    /// <summary>When it came first.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>Ends when the twin has it, or has refused it and the machine was told; only then may the broker forget it.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <summary>Whether it was taken in hand.</summary>
    public bool IsBegun => _payload is null;

    /// <summary>Takes the message in hand.</summary>
    /// <param name="begin">Begins what is to be done with it.</param>
    public void Begin(Func<byte[], Task> begin)
    {
        var held = _payload ?? throw new InvalidOperationException("begun before");
        // What is kept to know it again needs no payload.
        _payload = null;
        Done = begin(held);
    }

    /// <summary>Whether another one has the same topic and payload.</summary>
    public bool IsSame(Delivery other) => string.Equals(Topic, other.Topic, StringComparison.Ordinal) && _hash.AsSpan().SequenceEqual(other._hash);
}
