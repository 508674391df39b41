using Diten.Interfaces.Placement;

namespace Diten.Grains.Stations;

/// <summary>
/// Those who could not be told of a round when it was over (<see cref="UntoldReceivers"/>): they are tried again, less and less
/// often, for as long as the rows of their rounds are kept, while all others are told of newer rounds.
/// </summary>
internal abstract partial class StationHost
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);
    private bool _isCatchingUp;

    private void CatchUp()
    {
        if (!_isCatchingUp) CatchUpAllAsync().Ignore();
    }

    private async Task CatchUpAllAsync()
    {
        _isCatchingUp = true;
        PlacementHint.Set(Id);
        try
        {
            for (var pause = s_pause; _book is { Untold.Count: > 0 } book && !_isLeaving;)
            {
                await Task.Delay(pause, Time);
                if (!Holds(book)) continue;
                var longer = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
                pause = await TryCatchUpAsync(book) ? s_pause : longer;
            }
        }
        finally
        {
            _isCatchingUp = false;
        }
    }

    /// <summary>Tries everyone once, round by round. True if somebody was reached.</summary>
    private async Task<bool> TryCatchUpAsync(StationBook book)
    {
        var (isAny, unreached) = (false, new HashSet<string>(StringComparer.Ordinal));
        try
        {
            var oldest = book.FinishedRound - RoundLog.KeptRows + 1;
            if (book.Untold.GiveUpBefore(oldest) is > 0 and var late) LogGaveUpTelling(Id, oldest, late);
            for (var number = book.Untold.Oldest; number <= LastBegun(book); number++)
            {
                var behind = book.Untold.BehindAt(number);
                behind.ExceptWith(unreached);
                if (behind.Count == 0) continue;
                var rounds = await GetRoundsAsync(number, 1, withDevices: true);
                if (!Holds(book)) return isAny;
                (string Receiver, Func<Task>)[] receivers = rounds.Count > 0 ? [.. ReceiversOf(book, rounds[0]).Where(one => behind.Contains(one.Receiver))] : [];
                if (await TellOnceAsync(book, receivers, number) is not { } failed) return isAny;
                isAny |= failed.Count < receivers.Length;
                foreach (var (receiver, _) in failed) unreached.Add(receiver);
                // Whoever has no row in a round has nothing to be told of it.
                foreach (var receiver in behind.Except(unreached, StringComparer.Ordinal)) book.Untold.Told(receiver, number);
            }

            book.Untold.Settle(LastBegun(book));
            book.IsDirty = true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogTellingFailed(failure, Id);
        }

        return isAny;
    }

    /// <summary>The round of which the others are being told: those who are behind were left out of it.</summary>
    private int LastBegun(StationBook book) => Math.Max(book.ToldRound, _telling);
}
