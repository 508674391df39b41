using Diten.Core.Network;

namespace Diten.Simulation.Live;

/// <summary>The finished rounds of one station, bounded: first the device rows of old rounds go, then the rounds themselves. Guarded by its owner.</summary>
internal sealed class RoundLog(int maxRounds, int maxRows)
{
    private readonly List<RoundSnapshot> _rounds = [];
    private int _stripped;
    private int _rows;

    /// <summary>The last round; null if none.</summary>
    public RoundSnapshot? Last => _rounds.Count > 0 ? _rounds[^1] : null;

    /// <summary>Adds the next round.</summary>
    public void Add(RoundSnapshot round)
    {
        _rounds.Add(round);
        _rows += round.Devices.Count;
        for (; _rows > maxRows && _stripped < _rounds.Count - 1; _stripped++)
        {
            _rows -= _rounds[_stripped].Devices.Count;
            _rounds[_stripped] = _rounds[_stripped] with { Devices = [] };
        }
        if (_rounds.Count <= maxRounds + (maxRounds / 4)) return;
        var surplus = _rounds.Count - maxRounds;
        for (var i = _stripped; i < surplus; i++) _rows -= _rounds[i].Devices.Count;
        _rounds.RemoveRange(0, surplus);
        _stripped = Math.Max(0, _stripped - surplus);
    }

    /// <summary>Rounds in order from a number on (numbers grow, but may leave gaps), at most so many, with or without the rows of their devices.</summary>
    public IReadOnlyList<RoundSnapshot> From(int fromRound, int count, bool withDevices = true)
    {
        var (start, end) = (0, _rounds.Count);
        while (start < end)
        {
            var middle = (start + end) / 2;
            if (_rounds[middle].Round < fromRound) start = middle + 1;
            else end = middle;
        }
        var rounds = _rounds.GetRange(start, Math.Clamp(count, 0, _rounds.Count - start));
        return withDevices ? rounds : rounds.ConvertAll(round => round.Devices.Count == 0 ? round : round with { Devices = [] });
    }
}
