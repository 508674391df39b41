using Diten.Grains.Mapping;

namespace Diten.Grains.Twins;

/// <summary>A twin that moves to another silo takes its state along and is not read again. It was flushed before.</summary>
internal sealed partial class TwinGrain : IGrainMigrationParticipant
{
    private const string StateKey = "diten.twin";
    private const string TagKey = "diten.twin.tag";

    private bool _rehydrated;

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        // In doubt about the store, or not flushed: then it is read again at the other end.
        if (_body is not { } body || _uncertain || _dirty || _lost || _tag is not { } tag) return;
        dehydrationContext.TryAddValue(StateKey, TwinStateMapping.ToStored(body, _frequencyHz, Writer));
        dehydrationContext.TryAddValue(TagKey, tag);
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (!rehydrationContext.TryGetValue<StoredTwin>(StateKey, out var stored) || stored is null) return;
        if (!rehydrationContext.TryGetValue<string>(TagKey, out var tag) || tag is null) return;
        Adopt(stored);
        (_tag, _rehydrated) = (tag, true);
    }
}
