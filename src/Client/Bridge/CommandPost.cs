using System.Collections.Concurrent;
using System.Threading.Channels;
using Diten.Core.Network;

namespace Diten.Client.Bridge;

/// <summary>
/// Takes the commands of machines that were heard and publishes them: at once when a machine was heard, and then period by period.
/// One that does not reach its machine is repeated by the twin.
/// </summary>
/// <param name="network">The twins.</param>
/// <param name="outbox">The way to the machines.</param>
/// <param name="topics">Topics.</param>
/// <param name="period">Time between two looks.</param>
/// <param name="time">Clock.</param>
internal sealed class CommandPost(ITwinNetwork network, Outbox outbox, BridgeTopics topics, TimeSpan period, TimeProvider time)
{
    private const int Workers = 8;
    private readonly ConcurrentDictionary<string, bool> _heard = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _waiting = new(StringComparer.Ordinal);
    private readonly Channel<string> _due = Channel.CreateUnbounded<string>();

    /// <summary>A machine was heard: it is told its commands.</summary>
    public void Heard(string machine)
    {
        _heard[machine] = true;
        IsDue(machine);
    }

    /// <summary>A machine has gone: nothing is taken for it until it is heard again.</summary>
    public void Gone(string machine) => _heard.TryRemove(machine, out _);

    /// <summary>Takes and publishes until it is cancelled.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll([LookAsync(stop), .. Enumerable.Range(0, Workers).Select(_ => WorkAsync(stop))]);

    private async Task LookAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            foreach (var machine in _heard.Keys) IsDue(machine);
        }
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        await foreach (var machine in _due.Reader.ReadAllAsync(stop))
        {
            _waiting.TryRemove(machine, out _);
            // What is taken and cannot be told would count as an attempt.
            if (!outbox.IsOpen) continue;
            try
            {
                if (await network.TakeCommandsAsync(machine, stop) is not { Count: > 0 } commands) continue;
                foreach (var command in commands)
                    await outbox.TryPublishAsync(topics.Command(machine), MachineCommand.Of(command).ToJson(), command.ExpiresAt - time.GetUtcNow(), stop);
            }
            catch (NetworkUnavailableException)
            {
                // The next look asks again, and a command that was taken meanwhile is repeated.
            }
        }
    }

    private void IsDue(string machine)
    {
        if (_waiting.TryAdd(machine, true)) _due.Writer.TryWrite(machine);
    }
}
