using Diten.Core.Twins;
using Diten.Grains.Mapping;
using Diten.Grains.Placement;
using Diten.Interfaces.Index;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Twins;

/// <summary>
/// Hosts Core's <see cref="Twin"/>: loads, asks, stores, tells. Writes are taken one at a time. Reads and offers interleave
/// with them, and see only what is committed: in the Acknowledged mode a change becomes the twin after it is stored. Calls go
/// from twins to stations and to the index, never back within a request; linked twins are told one-way. So no calls wait for
/// each other in a circle.
/// </summary>
[GrainType("twin")]
[TwinPlacement]
internal sealed partial class TwinGrain(TwinEnvironment environment, HomeFollower home) : Grain, ITwinGrain
{
    private TwinBody? _body;

    private string Id => this.GetPrimaryKeyString();

    private TwinOptions Rules => environment.Rules;

    private DateTimeOffset Now => environment.Clock.GetUtcNow();

    public Task<TwinMessage?> GetAsync() =>
        Task.FromResult(_body is { } body ? TwinMessageMapping.ToWire(body, Now, Rules) : Unknown<TwinMessage>());

    public Task<HistoryMessage?> GetHistoryAsync(HistoryQueryMessage query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (_body is not { } body) return Task.FromResult(Unknown<HistoryMessage>());
        var outcome = Twin.QueryHistory(body.State, new Core.Network.HistoryQuery(query.Reading, query.From, query.To, query.Step));
        return Task.FromResult<HistoryMessage?>(TwinMessageMapping.ToWire(query.Reading, outcome));
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!_rehydrated) await LoadAsync();
        else if (_dirty) MarkDirty();
        if (_body?.Leftover is not null) StartEndingLeftover();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        FlushNotifications();
        await FlushBeforeLeavingAsync(isMoving: reason.ReasonCode == DeactivationReasonCode.Migrating, cancellationToken);
    }

    /// <summary>What the index should hold of this twin; null if there is none. Called from another thread: reads one reference to immutable values.</summary>
    internal IndexEntryMessage? IndexEntry() => Volatile.Read(ref _body) is { } body ? TwinMessageMapping.ToIndexEntry(body) : null;

    /// <summary>An id that nobody registered does not stay in memory.</summary>
    private T? Unknown<T>()
        where T : class
    {
        DeactivateOnIdle();
        return null;
    }
}
