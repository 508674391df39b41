using Diten.Core.Energy;
using Diten.Core.Stations;
using Diten.Grains.Stations;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Mapping;

/// <summary>Rounds of the macro base station.</summary>
internal static class MacroRoundMapping
{
    /// <summary>All base stations that have joined, all chosen; they share the band equally.</summary>
    public static StoredPlan ToPlan(StationBook book)
    {
        var state = book.State;
        StationMember[] members = [.. state.Members.Values.Where(member => member.SelectedRound == state.Round).OrderBy(member => member.Id, StringComparer.Ordinal)];
        return new StoredPlan
        {
            Round = state.Round,
            Devices = Array.ConvertAll(members, member => member.Id),
            Epochs = Array.ConvertAll(members, member => member.Epoch),
            UpdateWeights = new double[members.Length],
            Frequencies = new double[members.Length],
            Samples = Array.ConvertAll(members, member => member.Samples),
            Staleness = Array.ConvertAll(members, member => BaseStation.RoundGap(state, member.Id) ?? 0),
            Rates = new double[members.Length],
            Chosen = [.. Enumerable.Range(0, members.Length)],
        };
    }

    /// <summary>A finished macro round: a row for each base station, and the time of the way by Eq. (18) and (19) where it was not told.</summary>
    public static RoundMessage ToMessage(StationBook book, RoundOutcome outcome, DateTimeOffset now)
    {
        var settings = book.Settings;
        var plan = book.Plan!;
        var counted = outcome.Updates.ToDictionary(update => update.Device, StringComparer.Ordinal);
        var rate = MacroUplink.EqualRate(plan.Devices.Length, settings.BandwidthHz, settings.BackhaulSnr());
        var way = MacroUplink.Seconds([settings.ModelBits()], [rate]);
        var rows = new DeviceRoundMessage[plan.Devices.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var update = counted.GetValueOrDefault(plan.Devices[i]);
            var told = update is null ? 0 : book.Updates[update.Device].TransmitSeconds;
            rows[i] = new DeviceRoundMessage
            {
                Device = plan.Devices[i],
                Participated = update is not null,
                TransmitSeconds = update is null ? 0 : told > 0 ? told : way,
                Staleness = plan.Staleness[i],
                Update = update?.Sequence ?? 0,
                Epoch = plan.Epochs[i],
                Rate = rate,
            };
        }

        return StationRoundMapping.ToMessage(book, outcome, now, rows, stateBits: 0, bound: null);
    }
}
