using Diten.Core.Telemetry;
using Diten.Interfaces.Placement;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>
/// What others are told of finished rounds. The round log is the outbox: told are all rounds up to the one named in the head, so
/// after a crash the rest is told (again); whoever is told takes each round once.
/// </summary>
internal abstract partial class StationHost
{
    private const int AtOnce = 64;
    private const int MostTries = 20;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);
    private bool _isTelling;

    /// <summary>Those who are told of a round, and the calls that tell them; each may be made again.</summary>
    protected abstract IReadOnlyList<(string Receiver, Func<Task> Tell)> ReceiversOf(StationBook book, RoundMessage round);

    /// <summary>Begins to tell what has not been told; it goes on beside the requests.</summary>
    protected void Tell()
    {
        if (!_isTelling) TellAllAsync().Ignore();
    }

    private async Task TellAllAsync()
    {
        _isTelling = true;
        // A twin that is not in memory comes up beside its station.
        PlacementHint.Set(Id);
        try
        {
            while (_book is { } book && !_isLeaving && book.ToldRound < (_announced?.FinishedRound ?? 0))
            {
                var number = book.ToldRound + 1;
                var rounds = await GetRoundsAsync(number, 1, withDevices: true);
                if (!Holds(book)) continue;
                if (rounds.Count > 0 && !await TellRoundAsync(book, rounds[0])) continue;
                book.ToldRound = number;
                book.IsDirty = true;
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogTellingFailed(failure, Id);
        }
        finally
        {
            _isTelling = false;
        }
    }

    /// <summary>False if the book is not in force any more.</summary>
    private async Task<bool> TellRoundAsync(StationBook book, RoundMessage round)
    {
        var left = ReceiversOf(book, round);
        using var activity = Telemetry.Begin(Activities.Broadcast, round.Round);
        for (var tries = 1; left.Count > 0; tries++)
        {
            var failed = new List<(string, Func<Task>)>();
            foreach (var some in left.Chunk(AtOnce))
            {
                var told = await Task.WhenAll(some.Select(one => TryTellAsync(one.Receiver, one.Tell, round.Round)));
                if (!Holds(book)) return false;
                failed.AddRange(some.Where((_, i) => !told[i]));
            }

            left = failed;
            if (left.Count == 0) break;
            if (tries == MostTries)
            {
                LogGaveUpTelling(Id, round.Round, left.Count);
                break;
            }

            await Task.Delay(s_longestPause * Math.Min(1, tries / 10.0), Time);
            if (!Holds(book)) return false;
        }

        return true;
    }

    private async Task<bool> TryTellAsync(string receiver, Func<Task> tell, int round)
    {
        try
        {
            await tell();
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogNotTold(failure, Id, receiver, round);
            return false;
        }
    }
}
