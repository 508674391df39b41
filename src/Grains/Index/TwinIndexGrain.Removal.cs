namespace Diten.Grains.Index;

/// <summary>Twins that were taken away. A silo's batch that was under way must not bring one back.</summary>
internal sealed partial class TwinIndexGrain
{
    // Longer than a batch can be under way.
    private static readonly TimeSpan s_removalHeld = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, DateTimeOffset> _removed = new(StringComparer.Ordinal);

    public Task RemoveAsync(string device)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        _removed[device] = clock.GetUtcNow();
        _watched.Remove(device);
        return _pages.Remove(device) || _isBehind ? FlushAsync() : Task.CompletedTask;
    }

    private void ForgetRemovals()
    {
        if (_removed.Count == 0) return;
        var before = clock.GetUtcNow() - s_removalHeld;
        foreach (var (device, at) in _removed)
        {
            if (at < before) _removed.Remove(device);
        }
    }
}
