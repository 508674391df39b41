namespace Diten.Cluster.Bench;

/// <summary>A round of 100 twins with LeNet-5 in the cluster beside the same round in the simulator.</summary>
internal static class RoundBench
{
    public static Task RunAsync(BenchOptions options)
    {
        Console.WriteLine($"round: not measured yet ({options.Rounds} rounds)");
        return Task.CompletedTask;
    }
}
