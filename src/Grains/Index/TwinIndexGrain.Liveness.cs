using Diten.Core.Network;
using Diten.Core.Telemetry;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Index;

/// <summary>
/// Makes linked twins look when their devices fall silent, resident or not. The shard's calls never wait for a twin; and a twin
/// that is told twice, as after the shard moved, finds nothing new the second time.
/// </summary>
internal sealed partial class TwinIndexGrain
{
    // A network that goes down as a whole must not wake all twins at once.
    private const int MostToldAtOnce = 1000;

    private TwinGauge? _gauge;
    private readonly Dictionary<string, Liveness> _watched = new(StringComparer.Ordinal);

    private void Watch(IndexEntryMessage entry)
    {
        if (entry.Linked) _watched.TryAdd(entry.Device, Liveness.Online);
        else _watched.Remove(entry.Device);
    }

    private void CountTwins()
    {
        if (!TwinGauge.IsEnabled) return;
        var now = clock.GetUtcNow();
        _gauge?.Show(_pages.All.SelectMany(page => page.Entries).Select(entry => ((Liveness)LivenessOf(entry, now), entry.Drifting)));
    }

    private void LookForSilence()
    {
        var (now, told) = (clock.GetUtcNow(), 0);
        foreach (var (device, before) in _watched)
        {
            if (_pages.Find(device) is not { } entry) continue;
            var current = (Liveness)LivenessOf(entry, now);
            if (current == before) continue;
            var isSilence = current is Liveness.Stale or Liveness.Offline;
            if (isSilence && ++told > MostToldAtOnce) return;
            // Overwriting the value of a key that is there does not disturb the enumeration.
            _watched[device] = current;
            if (isSilence) MakeLookAsync(device, before, current).Ignore();
        }
    }

    /// <summary>Has a twin look beside the shard's own calls, which never wait for it; one that could not be reached is told again next time.</summary>
    private async Task MakeLookAsync(string device, Liveness before, Liveness current)
    {
        try
        {
            await GrainFactory.GetGrain<ITwinGrain>(device).NoticeLivenessAsync();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            if (_watched.TryGetValue(device, out var now) && now == current) _watched[device] = before;
        }
    }
}
