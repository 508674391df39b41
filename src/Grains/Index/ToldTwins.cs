using Diten.Grains.Twins;

namespace Diten.Grains.Index;

/// <summary>Which twins of this silo a shard was told of lately, to be told again if the shard is lost before it has stored all of it.</summary>
internal sealed class ToldTwins
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TwinGrain, DateTimeOffset> _at = [];
    private string? _taker;
    private DateTimeOffset _trimmed;

    /// <summary>The shard took some. Gives those that it must be told of again: none, unless another activation took them than the time before.</summary>
    /// <param name="taker">Name of the activation that took them.</param>
    /// <param name="twins">What it took.</param>
    /// <param name="now">Time.</param>
    /// <param name="keep">After this the shard has stored what it took.</param>
    public IReadOnlyCollection<TwinGrain> Took(string taker, IEnumerable<TwinGrain> twins, DateTimeOffset now, TimeSpan keep)
    {
        lock (_lock)
        {
            IReadOnlyCollection<TwinGrain> again = _taker is null || string.Equals(_taker, taker, StringComparison.Ordinal) ? [] : [.. _at.Keys];
            _taker = taker;
            foreach (var twin in twins) _at[twin] = now;
            // Not at each turn: it looks at all of them.
            if (now - _trimmed < keep / 4) return again;
            _trimmed = now;
            foreach (var (twin, at) in _at)
            {
                if (now - at > keep) _at.Remove(twin);
            }

            return again;
        }
    }
}
