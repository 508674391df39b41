using Diten.Interfaces.Placement;
using Orleans.Core.Internal;

namespace Diten.Grains.Placement;

/// <summary>
/// Takes a grain to home(station). Inject it (it belongs to the one activation) and call <see cref="Check"/> in each request, not
/// while activating: while nothing changed it costs two comparisons. If the grain is elsewhere it migrates once its running
/// requests are done: it is deactivated (a Batched grain writes what is pending), its persistent state travels with it, and
/// requests that wait are sent after it.
/// </summary>
/// <param name="homes">The silo's view.</param>
/// <param name="context">The activation.</param>
internal sealed class HomeFollower(StationHomes homes, IGrainContext context)
{
    private string? _station;
    private int _epoch;

    /// <summary>Called when the move has begun: no further request is taken, and those that run are waited for.</summary>
    internal Action? Moving { get; set; }

    /// <summary>Looks whether the grain is where it belongs, if the station or the set of silos is another than at the last look.</summary>
    /// <param name="station">The station now; null while there is none.</param>
    public void Check(string? station)
    {
        var view = homes.View;
        if (view.Epoch == _epoch && string.Equals(station, _station, StringComparison.Ordinal)) return;
        (_epoch, _station) = (view.Epoch, station);
        if (string.IsNullOrEmpty(station)) return;
        if (view.HomeOf(context.GrainId.Type, station) is not { } home || home.Equals(homes.Local)) return;
        _ = MoveAsync(station);
    }

    /// <summary>The next check looks again.</summary>
    internal void Forget() => _epoch = 0;

    /// <summary>The runtime asks the director and does nothing if it names this silo (a silo may be unfit for another reason than the view tells).</summary>
    private async Task MoveAsync(string station)
    {
        PlacementHint.Set(station);
        if (Moving is not null) homes.BeginMove(context.GrainId);
        await context.GetGrainExtension<IGrainManagementExtension>().MigrateOnIdle();
        if (homes.EndMove(context.GrainId)) Moving?.Invoke();
    }
}
