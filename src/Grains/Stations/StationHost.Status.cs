using Diten.Grains.Mapping;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

internal abstract partial class StationHost
{
    private const long MostAhead = 24 * 3600 * 1000;
    private static readonly TimeSpan s_longestWatch = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pauseWhileStopping = TimeSpan.FromMilliseconds(200);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StationStatusMessage? _announced;
    private long _sequence;

    public async Task<StationStatusMessage> GetStatusAsync()
    {
        var book = await OpenAsync();
        // Phase, round and model as announced, that is, as stored; the counts as they are now.
        return book is null || _announced is not { } announced ? new StationStatusMessage { Station = Id, Sequence = _sequence } : book.WithCounts(announced);
    }

    public async Task<StationStatusMessage> WatchAsync(long seen)
    {
        await OpenAsync();
        // Numbers of an activation whose silo's clock was ahead of this one's: go on after them.
        if (seen > _sequence && seen - _sequence < MostAhead) Wake(seen);
        if (seen >= _sequence && !_isLeaving && !_presence.IsStopping)
        {
            using var cancel = new CancellationTokenSource();
            await Task.WhenAny(_changed.Task, Task.Delay(s_longestWatch, Time, cancel.Token));
            await cancel.CancelAsync();
        }
        else if (_presence.IsStopping)
        {
            // The silo goes; whoever asks again at once is not to be answered in a tight loop until it has.
            await Task.Delay(s_pauseWhileStopping, Time);
        }

        return await GetStatusAsync();
    }

    public async Task<ModelReferenceMessage?> GetModelAsync(int? version)
    {
        if (await OpenAsync() is not { } book || _announced?.Model is not { } newest) return null;
        if (version is null || version == newest.Version) return newest;
        return version < newest.Version ? book.Versions.Find(model => model.Version == version) : null;
    }

    /// <summary>Shows where the station stands to everybody, and wakes those who watch. Called when it is stored, not before.</summary>
    protected void Announce()
    {
        if (_book is { } book)
        {
            _announced = book.ToStatus(_sequence) with { TraceParent = Telemetry.TraceParent };
            Telemetry.Show(_announced);
        }

        Wake(_sequence);
    }

    /// <summary>Wakes those who watch, with what was announced last.</summary>
    /// <param name="after">The number of the status is larger; and at least the time in ms, so that another activation's are larger.</param>
    private void Wake(long after)
    {
        _sequence = Math.Max(after + 1, Time.GetUtcNow().ToUnixTimeMilliseconds());
        if (_announced is { } announced) _announced = announced with { Sequence = _sequence };
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }
}
