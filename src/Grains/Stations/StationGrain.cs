using Diten.Core.Stations;
using Diten.Grains.Placement;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Orleans.Concurrency;

namespace Diten.Grains.Stations;

/// <summary>
/// A base station in real time: it loads, asks Core, stores, announces. It never awaits a twin or the macro base station within
/// a request of theirs; what they are told goes out beside the requests.
/// </summary>
[Reentrant, StationPlacement]
internal sealed partial class StationGrain(StationEnvironment environment, StationPresence presence) : StationHost(environment, presence), IStationGrain
{
    // The round whose grants are stored; before that nobody is told its subcarriers.
    private int _granted;

    protected override void OnLoaded(StationBook book)
    {
        _granted = book.State.Phase == StationPhase.Uploading && book.Plan?.Round == book.State.Round && book.Plan.Owner is not null ? book.State.Round : 0;
        SendToMacro();
    }

    public async Task<AllocationMessage?> GetAllocationAsync(int? round)
    {
        if (await OpenAsync() is not { } book) return null;
        var newest = book.Plan is { Owner: not null } plan && (_granted == plan.Round || plan.Round < book.State.Round || plan.Round <= book.FinishedRound) ? plan : null;
        var asked = round is null ? newest ?? book.Before : newest?.Round == round ? newest : book.Before?.Round == round ? book.Before : null;
        return Mapping.StationRoundMapping.ToAllocation(asked, Id);
    }
}
