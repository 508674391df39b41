namespace Diten.Bench;

/// <summary>The measurements of one task, ours and PyTorch's by arrangement.</summary>
internal sealed class Comparison(string task, double target)
{
    private readonly List<double> _ours = [];
    private readonly Dictionary<string, List<double>> _peers = [];
    private readonly Dictionary<string, double> _losses = [];
    private double _loss;

    public void Ours(double seconds, double loss)
    {
        _ours.Add(seconds);
        _loss = loss;
    }

    public void Peer(string arrangement, double seconds, double loss)
    {
        if (!_peers.TryGetValue(arrangement, out var list))
            _peers[arrangement] = list = [];
        list.Add(seconds);
        _losses[arrangement] = loss;
    }

    /// <summary>Times, ratio to PyTorch's best arrangement, and the losses, which show that both did the same work.</summary>
    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(task);
        Line("built-in", _ours, _loss);
        foreach (var (arrangement, list) in _peers)
            Line($"PyTorch, {arrangement}", list, _losses[arrangement]);
        if (_peers.Count == 0)
            return;
        var medians = _peers.Values.Min(Clock.Median) / Clock.Median(_ours);
        var shortest = _peers.Values.Min(list => list.Min()) / _ours.Min();
        Console.WriteLine($"  built-in is {medians:F1} × as fast (shortest against shortest {shortest:F1} ×); wanted: {target:0.#} ×");
    }

    private static void Line(string name, List<double> seconds, double loss) =>
        Console.WriteLine($"  {name,-38}{Clock.Median(seconds) * 1e3,10:F1} ms  [{seconds.Min() * 1e3:F1}]   loss {loss:F3}");
}
