namespace Diten.Client.Bridge;

/// <summary>Work for machines: one after the other for each machine, in the order in which it came; machines do not wait for each other.</summary>
internal sealed class MachineLanes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _tails = new(StringComparer.Ordinal);

    /// <summary>Machines that something is done for.</summary>
    public int Busy
    {
        get
        {
            lock (_lock) return _tails.Count;
        }
    }

    /// <summary>Does something as soon as what came before for the machine is done, whatever became of it.</summary>
    public Task RunAsync(string machine, Func<Task> work)
    {
        lock (_lock)
        {
            var before = _tails.GetValueOrDefault(machine, Task.CompletedTask);
            var task = Task.Run(() => AfterAsync(before, work));
            _tails[machine] = task;
            _ = task.ContinueWith(done => Leave(machine, done), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return task;
        }
    }

    private static async Task AfterAsync(Task before, Func<Task> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await work();
    }

    private void Leave(string machine, Task done)
    {
        lock (_lock)
        {
            if (_tails.TryGetValue(machine, out var tail) && tail == done) _tails.Remove(machine);
        }
    }
}
