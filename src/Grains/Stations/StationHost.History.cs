using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

internal abstract partial class StationHost
{
    private const int MostRounds = 1000;
    private const int MostRoundsWithDevices = 64;

    public async Task<IReadOnlyList<RoundMessage>> GetRoundsAsync(int fromRound, int count, bool withDevices)
    {
        if (await OpenAsync() is not { } book) return [];
        // Up to the last round that was announced, that is, stored.
        var (from, last) = (Math.Max(1, fromRound), _announced?.FinishedRound ?? 0);
        var to = Math.Min(last, from - 1 + Math.Clamp(count, 0, withDevices ? MostRoundsWithDevices : MostRounds));
        var rounds = new List<RoundMessage>();
        for (var page = RoundLog.PageOf(from); from <= to && page <= RoundLog.PageOf(to); page++)
        {
            var held = book.Rounds.Held(page) ?? (await _store.ReadRoundsAsync(page))?.Rounds ?? [];
            rounds.AddRange(held.Where(round => round.Round >= from && round.Round <= to));
        }

        for (var i = 0; withDevices && i < rounds.Count; i++) rounds[i] = rounds[i] with { Devices = await RowsAsync(book, rounds[i].Round) };
        return rounds;
    }

    public async Task TellQualityAsync(int version, double accuracy, double loss)
    {
        if (await OpenAsync() is not { } book || await FindAsync(book, version) is not { } round || !ReferenceEquals(book, _book)) return;
        book.Rounds.Put(round with
        {
            Accuracy = double.IsFinite(accuracy) ? Math.Clamp(accuracy, 0, 1) : null,
            Loss = double.IsFinite(loss) ? loss : null,
        });
        await StoredAsync(book);
        Telemetry.Judge(accuracy, loss);
    }

    /// <summary>The round that made a version; a version grows with each round that aggregates, so it is at most as old as the version is.</summary>
    private async Task<RoundMessage?> FindAsync(StationBook book, int version)
    {
        for (var page = RoundLog.PageOf(Math.Max(1, book.FinishedRound)); page >= 0; page--)
        {
            if (book.Rounds.Held(page) is null)
            {
                var read = await _store.ReadRoundsAsync(page);
                if (book.Rounds.Held(page) is null) book.Rounds.Load(page, read, book.FinishedRound);
            }

            // Rounds without participants leave the version as it is: the first with it is the one that made it.
            var held = book.Rounds.Held(page)!;
            if (held.FirstOrDefault(round => round.ModelVersion == version && round.Participants > 0) is { } found) return found;
            if (held.Count > 0 && held[0].ModelVersion < version) return null;
        }

        return null;
    }

    private async Task<IReadOnlyList<DeviceRoundMessage>> RowsAsync(StationBook book, int round) =>
        book.Rounds.HeldRows(round) ?? (await _store.ReadRowsAsync(round))?.Devices ?? [];
}
