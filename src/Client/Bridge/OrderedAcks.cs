using System.Threading.Channels;

namespace Diten.Client.Bridge;

/// <summary>Acknowledges messages in the order in which they came, each when it is done and not before, as MQTT demands.</summary>
/// <param name="acknowledge">Tells the broker.</param>
internal sealed class OrderedAcks<T>(Func<T, CancellationToken, Task> acknowledge)
{
    private readonly Channel<(T Message, Task Done)> _waiting = Channel.CreateUnbounded<(T, Task)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>A message has come.</summary>
    /// <param name="message">The message.</param>
    /// <param name="done">Ends when it may be acknowledged; one that fails is left to the broker, and so is all that came after it.</param>
    public void Add(T message, Task done) => _waiting.Writer.TryWrite((message, done));

    /// <summary>No more will come.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Acknowledges until <see cref="Complete"/> was called and all that came is acknowledged.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (message, done) in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            await done.WaitAsync(cancellationToken);
            await acknowledge(message, cancellationToken);
        }
    }
}
