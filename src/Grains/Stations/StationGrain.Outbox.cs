using Diten.Grains.Mapping;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Stations;

/// <summary>
/// What the twins are told of finished rounds. The round log is the outbox: told are all rounds up to the one named in the
/// head, so after a crash the rest is told (again); a twin takes each round once.
/// </summary>
internal sealed partial class StationGrain
{
    private const int AtOnce = 64;
    private const int MostTries = 20;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);
    private bool _isTelling;

    private void Tell()
    {
        if (!_isTelling) TellAllAsync().Ignore();
    }

    private async Task TellAllAsync()
    {
        _isTelling = true;
        try
        {
            while (_book is { } book && !_isLeaving && book.ToldRound < book.FinishedRound)
            {
                var number = book.ToldRound + 1;
                var rounds = await GetRoundsAsync(number, 1, withDevices: true);
                if (!Holds(book)) continue;
                if (rounds.Count > 0 && !await TellRoundAsync(book, rounds[0])) return;
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

    /// <summary>False if the station goes away meanwhile.</summary>
    private async Task<bool> TellRoundAsync(StationBook book, RoundMessage round)
    {
        IReadOnlyList<DeviceRoundMessage> left = round.Devices;
        for (var tries = 1; left.Count > 0; tries++)
        {
            var failed = new List<DeviceRoundMessage>();
            foreach (var some in left.Chunk(AtOnce))
            {
                var told = await Task.WhenAll(some.Select(row => TryTellAsync(row, row.ToRecord(book, round))));
                if (!Holds(book)) return false;
                failed.AddRange(some.Where((_, i) => !told[i]));
            }

            left = failed;
            if (left.Count == 0) break;
            if (tries == MostTries)
            {
                LogTwinsNotTold(Id, round.Round, left.Count);
                break;
            }

            await Task.Delay(s_longestPause * Math.Min(1, tries / 10.0), _time);
            if (!Holds(book)) return false;
        }

        return true;
    }

    private async Task<bool> TryTellAsync(DeviceRoundMessage row, RoundRecordMessage record)
    {
        try
        {
            await GrainFactory.GetGrain<ITwinGrain>(row.Device).RecordRoundAsync(record);
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogTwinNotTold(failure, Id, row.Device, record.Round);
            return false;
        }
    }
}
