using System.Diagnostics;

namespace Diten.Cluster.Upgrade.Tests;

/// <summary>Asks again until nothing is amiss.</summary>
internal static class Poll
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(90);

    /// <summary><paramref name="amiss"/> says what is wrong, or null.</summary>
    public static async Task UntilAsync(Func<Task<string?>> amiss, string what)
    {
        var begin = Stopwatch.GetTimestamp();
        while (await amiss() is { } seen)
        {
            if (Stopwatch.GetElapsedTime(begin) > s_deadline) Assert.Fail($"{what}: {seen} after {s_deadline.TotalSeconds} s");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
