using Diten.Grains.Mapping;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    protected override IReadOnlyList<(string Receiver, Func<Task> Tell)> ReceiversOf(StationBook book, RoundMessage round) =>
    [
        .. round.Devices.Select(row =>
        {
            var record = row.ToRecord(book, round);
            return (row.Device, (Func<Task>)(() => GrainFactory.GetGrain<ITwinGrain>(row.Device).RecordRoundAsync(record)));
        }),
    ];
}
