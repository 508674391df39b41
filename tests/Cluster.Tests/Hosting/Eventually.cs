using System.Diagnostics;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>Waits for something that comes true by itself; fails with what was seen last.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds.</summary>
    public static Task HoldsAsync(Func<Task<bool>> condition, string what) =>
        BecomesAsync(async () => await condition() ? null : "it is not yet", what);

    /// <summary>Waits until the condition holds.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    /// <summary>Makes a call again whose outcome is unknown because a silo was lost; nothing may be applied twice.</summary>
    public static async Task<T> AnswersAsync<T>(Func<Task<T>> call)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException && Stopwatch.GetElapsedTime(begin) < s_deadline)
            {
                await Task.Delay(s_step);
            }
        }
    }

    /// <summary>Waits until there is nothing amiss any more; <paramref name="amiss"/> says what is, or null.</summary>
    public static async Task BecomesAsync(Func<Task<string?>> amiss, string what)
    {
        var begin = Stopwatch.GetTimestamp();
        while (await amiss() is { } seen)
        {
            if (Stopwatch.GetElapsedTime(begin) > s_deadline) Assert.Fail($"{what}: {seen} after {s_deadline.TotalSeconds} s");
            await Task.Delay(s_step);
        }
    }
}
