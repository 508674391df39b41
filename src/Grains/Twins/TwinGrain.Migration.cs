using Diten.Grains.Mapping;

namespace Diten.Grains.Twins;

/// <summary>
/// A twin that moves to another silo takes its state along and is not read again, with what it knows of the store: its tag, who
/// wrote it, and whether it is behind, and for how long.
/// </summary>
internal sealed partial class TwinGrain : IGrainMigrationParticipant
{
    private const string StateKey = "diten.twin";
    private const string TagKey = "diten.twin.tag";
    private const string BehindKey = "diten.twin.behind";
    private const string WaitingKey = "diten.twin.waiting";

    private bool _rehydrated;

    // The activation before this one, if it left the store in doubt.
    private string? _formerWriter;

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        // In the Acknowledged mode nothing is lost by reading again where the store is in doubt.
        if (_body is not { } body || IsInDoubt || _lost || _tag is not { } tag) return;
        dehydrationContext.TryAddValue(StateKey, TwinStateMapping.ToStored(body, _frequencyHz, Writer));
        dehydrationContext.TryAddValue(TagKey, tag);
        dehydrationContext.TryAddValue(BehindKey, _dirty || _uncertain);
        if (_dirty) dehydrationContext.TryAddValue(WaitingKey, environment.Clock.GetElapsedTime(_dirtySince));
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (!rehydrationContext.TryGetValue<StoredTwin>(StateKey, out var stored) || stored is null) return;
        if (!rehydrationContext.TryGetValue<string>(TagKey, out var tag) || tag is null) return;
        Adopt(stored);
        (_tag, _rehydrated) = (tag, true);
        if (rehydrationContext.TryGetValue<bool>(BehindKey, out var isBehind) && isBehind) (_dirty, _uncertain, _formerWriter) = (true, true, stored.Writer);
        // From a silo of an older version: from now on.
        _dirtySince = environment.Clock.GetTimestamp();
        if (rehydrationContext.TryGetValue<TimeSpan>(WaitingKey, out var waiting)) _dirtySince -= (long)(waiting.TotalSeconds * environment.Clock.TimestampFrequency);
    }
}
