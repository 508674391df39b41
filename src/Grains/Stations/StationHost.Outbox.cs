using Diten.Core.Telemetry;
using Diten.Interfaces.Placement;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>
/// What others are told of finished rounds. The round log is the outbox: told are all rounds up to the one named in the head, so
/// after a crash the rest is told (again); whoever is told takes each round once. Who cannot be reached is left for later and
/// holds up nobody.
/// </summary>
internal abstract partial class StationHost
{
    private const int AtOnce = 64;
    private const int PromptTries = 4;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.5);
    private bool _isTelling;
    private int _telling;

    /// <summary>Those who are told of a round, and the calls that tell them; each may be made again.</summary>
    protected abstract IReadOnlyList<(string Receiver, Func<Task> Tell)> ReceiversOf(StationBook book, RoundMessage round);

    /// <summary>Begins to tell what has not been told; it goes on beside the requests.</summary>
    protected void Tell()
    {
        if (!_isTelling) TellAllAsync().Ignore();
        CatchUp();
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
                CatchUp();
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
        _telling = round.Round;
        using var activity = Telemetry.Begin(Activities.Broadcast, round.Round);
        List<(string Receiver, Func<Task> Tell)> left = [.. ReceiversOf(book, round).Where(one => !book.Untold.Contains(one.Receiver))];
        for (var tries = 1; left.Count > 0; tries++)
        {
            if (await TellOnceAsync(book, left, round.Round) is not { } failed) return false;
            left = failed;
            if (left.Count == 0 || tries == PromptTries) break;
            await Task.Delay(s_pause * tries, Time);
            if (!Holds(book)) return false;
        }

        if (left.Count > 0) LogLeftForLater(Id, round.Round, left.Count);
        foreach (var (receiver, _) in left) book.Untold.Add(receiver, round.Round);
        return true;
    }

    /// <summary>Those who could not be told; null if the book is not in force any more.</summary>
    private async Task<List<(string Receiver, Func<Task> Tell)>?> TellOnceAsync(StationBook book, IEnumerable<(string Receiver, Func<Task> Tell)> receivers, int round)
    {
        var failed = new List<(string Receiver, Func<Task> Tell)>();
        foreach (var some in receivers.Chunk(AtOnce))
        {
            var told = await Task.WhenAll(some.Select(one => TryTellAsync(one.Receiver, one.Tell, round)));
            if (!Holds(book)) return null;
            failed.AddRange(some.Where((_, i) => !told[i]));
        }

        return failed;
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
