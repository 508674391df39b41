using Diten.Client.Mapping;
using Diten.Core.Network;
using Diten.Interfaces.Stations;

namespace Diten.Client.Cluster;

/// <summary>
/// One station's finished rounds in short form with their sums. Only what is new is asked for; the last rounds whose quality
/// has not been told are asked for again, since it is told after them.
/// </summary>
/// <param name="station">Station id.</param>
/// <param name="isMacro">Whether it is the macro base station.</param>
/// <param name="calls">Asks.</param>
/// <param name="capacity">Rounds kept.</param>
internal sealed class RoundBook(string station, bool isMacro, ClusterCalls calls, int capacity) : IDisposable
{
    private const int Page = 500;
    private const int Judged = 32;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private List<RoundSnapshot> _rounds = [];
    private RoundTotals _dropped;

    /// <summary>Asks for what is new up to a finished round.</summary>
    /// <returns>Sums over all rounds, and the last quality that was told.</returns>
    public async Task<RoundTotals> RefreshAsync(int finished, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var from = Next();
                var news = await PageAsync(from, Page, withDevices: false, cancellationToken);
                Take(from, news);
                if (news.Count < Page || news[^1].Round >= finished) break;
            }
        }
        finally
        {
            _asking.Release();
        }
        lock (_gate) return _rounds.Aggregate(_dropped, static (sum, round) => sum.And(round));
    }

    /// <summary>Short rounds in order from a number on, as far as they are held; null where older ones are wanted.</summary>
    public IReadOnlyList<RoundSnapshot>? From(int fromRound, int count)
    {
        lock (_gate)
        {
            if (_rounds.Count > 0 && _dropped.Rounds > 0 && fromRound < _rounds[0].Round) return null;
            var start = _rounds.FindIndex(round => round.Round >= fromRound);
            return start < 0 ? [] : _rounds.GetRange(start, Math.Min(count, _rounds.Count - start));
        }
    }

    /// <summary>Asks the station, in as many pages as it takes.</summary>
    public async Task<IReadOnlyList<RoundSnapshot>> AskAsync(int fromRound, int count, bool withDevices, CancellationToken cancellationToken)
    {
        var rounds = new List<RoundSnapshot>();
        while (rounds.Count < count)
        {
            var page = await PageAsync(rounds.Count > 0 ? rounds[^1].Round + 1 : fromRound, count - rounds.Count, withDevices, cancellationToken);
            if (page.Count == 0) break;
            rounds.AddRange(page);
        }
        return rounds;
    }

    /// <summary>Nobody may ask any more.</summary>
    public void Dispose() => _asking.Dispose();

    private async Task<IReadOnlyList<RoundSnapshot>> PageAsync(int fromRound, int count, bool withDevices, CancellationToken cancellationToken)
    {
        var rounds = await calls.AskAsync(
            grains => isMacro
                ? grains.GetGrain<IMacroStationGrain>(station).GetRoundsAsync(fromRound, count, withDevices)
                : grains.GetGrain<IStationGrain>(station).GetRoundsAsync(fromRound, count, withDevices),
            cancellationToken);
        return [.. rounds.Select(round => round.ToCore() with { OfStations = isMacro })];
    }

    private int Next()
    {
        lock (_gate)
        {
            var open = Math.Max(0, _rounds.Count - Judged);
            while (open < _rounds.Count && _rounds[open] is { Accuracy: not null } or { Loss: not null }) open++;
            return open < _rounds.Count ? _rounds[open].Round : _rounds.Count > 0 ? _rounds[^1].Round + 1 : 1;
        }
    }

    private void Take(int from, IReadOnlyList<RoundSnapshot> news)
    {
        lock (_gate)
        {
            var kept = _rounds.FindIndex(round => round.Round >= from);
            if (kept >= 0) _rounds.RemoveRange(kept, _rounds.Count - kept);
            _rounds.AddRange(news);
            if (_rounds.Count <= capacity + (capacity / 4)) return;
            var surplus = _rounds.Count - capacity;
            _dropped = _rounds.Take(surplus).Aggregate(_dropped, static (sum, round) => sum.And(round));
            _rounds = _rounds[surplus..];
        }
    }
}

/// <summary>Sums over rounds.</summary>
/// <param name="Rounds">How many.</param>
/// <param name="Seconds">Network time at the end of the last, s.</param>
/// <param name="EnergyJoules">Energy, J.</param>
/// <param name="ModelBits">Bits of model updates.</param>
/// <param name="StateBits">Bits of state reports.</param>
/// <param name="Accuracy">The last that was told.</param>
/// <param name="Loss">The last that was told.</param>
internal readonly record struct RoundTotals(
    int Rounds, double Seconds, double EnergyJoules, double ModelBits, double StateBits, double? Accuracy, double? Loss)
{
    /// <summary>With one more round.</summary>
    public RoundTotals And(RoundSnapshot round) => new(
        Rounds + 1, round.StartSeconds + round.DurationSeconds, EnergyJoules + round.EnergyJoules, ModelBits + round.ModelBits, StateBits + round.StateBits,
        round.Accuracy ?? Accuracy, round.Loss ?? Loss);
}
