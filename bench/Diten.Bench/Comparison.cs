namespace Diten.Bench;

/// <summary>The measurements of one task, ours and PyTorch's by arrangement.</summary>
internal sealed class Comparison(string task, double target)
{
    private readonly List<Measurement> _ours = [];
    private readonly Dictionary<string, List<Measurement>> _peers = [];

    public void Ours(Measurement measurement) => _ours.Add(measurement);

    public void Peer(string arrangement, Measurement measurement)
    {
        if (!_peers.TryGetValue(arrangement, out var list))
            _peers[arrangement] = list = [];
        list.Add(measurement);
    }

    /// <summary>Times, ratios to PyTorch's best arrangement, and the losses, which show that both did the same work.</summary>
    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(task);
        Line("built-in", _ours);
        foreach (var (arrangement, list) in _peers)
            Line($"PyTorch, {arrangement}", list);
        if (_peers.Count == 0)
            return;
        Console.WriteLine(
            $"  built-in is {Ratio(Median):F1} × as fast (shortest against shortest {Ratio(Shortest):F1} ×, "
            + $"processor time {Ratio(Processor):F1} ×); wanted: {target:0.#} ×");
    }

    private double Ratio(Func<List<Measurement>, double> figure) => _peers.Values.Min(figure) / figure(_ours);

    private static double Median(List<Measurement> list) => Clock.Median(list.Select(measurement => measurement.Seconds));

    private static double Shortest(List<Measurement> list) => list.Min(measurement => measurement.Seconds);

    private static double Processor(List<Measurement> list) => list.Min(measurement => measurement.Processor);

    private static void Line(string name, List<Measurement> list) => Console.WriteLine(
        $"  {name,-36}{Median(list) * 1e3,10:F1} ms  [{Shortest(list) * 1e3:F1}]   "
        + $"processor {Processor(list) * 1e3:F1} ms   loss {list[^1].Loss:F3}");
}
