namespace Diten.Client.Cluster;

/// <summary>
/// One question of many askers: who asks while it is under way, or shortly after, gets the same answer. A page asks for the
/// same things for each of its parts. Failures are not kept, and one asker's leaving ends nothing for the others.
/// </summary>
/// <param name="ask">The question; its own time-outs end it.</param>
/// <param name="age">How old an answer may be.</param>
/// <param name="time">Clock.</param>
internal sealed class Shared<T>(Func<Task<T>> ask, TimeSpan age, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<T>? _answer;
    private long _answered;

    /// <summary>The answer.</summary>
    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_answer is null || _answer is { IsCompleted: true } && (!_answer.IsCompletedSuccessfully || time.GetElapsedTime(_answered) >= age))
                _answer = AskAsync();
            return _answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<T> AskAsync()
    {
        // Off the caller's lock from the first step on.
        await Task.Yield();
        var answer = await ask();
        lock (_gate) _answered = time.GetTimestamp();
        return answer;
    }
}
