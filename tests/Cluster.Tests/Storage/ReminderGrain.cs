using Orleans;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Storage;

/// <summary>A grain that is reminded of something.</summary>
[Alias("diten.tests.IReminderGrain")]
public interface IReminderGrain : IGrainWithStringKey
{
    /// <summary>Asks for a reminder every two seconds.</summary>
    [Alias("AskAsync")]
    Task AskAsync();

    /// <summary>How often this activation has been reminded.</summary>
    [Alias("CountAsync")]
    Task<int> CountAsync();
}

internal sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    private int _count;

    public Task AskAsync() => this.RegisterOrUpdateReminder("again", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

    public Task<int> CountAsync() => Task.FromResult(_count);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _count++;
        return Task.CompletedTask;
    }
}
