using Diten.Client.Mapping;
using Diten.Interfaces.Stations;
using Diten.Simulation.Commands.Live;

namespace Diten.Client.Fleet;

/// <summary>A line per finished round of a station.</summary>
internal sealed class FleetProgress(FleetContext fleet, string station)
{
    private readonly RoundLine _line = new();

    /// <summary>Tells of a round as the station has written it down.</summary>
    public async Task TellAsync(int round, CancellationToken stop)
    {
        var rounds = await fleet.Patience.AskAsync(() => fleet.Access.Grains.GetGrain<IStationGrain>(station).GetRoundsAsync(round, 1, withDevices: false), stop);
        if (rounds.Count == 0) return;
        var line = _line.Of(rounds[0].ToCore());
        fleet.Say(fleet.Options.Stations.Count > 1 ? $"{station} {line}" : line);
    }
}
