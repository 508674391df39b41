using Diten.Core.Stations;
using Diten.Grains.Stations;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Mapping;

/// <summary>A station's status.</summary>
internal static class StationStatusMapping
{
    /// <summary>Where it stands.</summary>
    public static StationStatusMessage ToStatus(this StationBook book, long sequence) => book.WithCounts(new StationStatusMessage
    {
        Station = book.State.Id,
        Sequence = sequence,
        Round = book.State.Round,
        Phase = (PhaseCode)book.State.Phase,
        Model = book.Model,
        Deadline = StationRoundMapping.ToTime(book.State.Deadline),
        LowerRatio = book.Scale.LowerRatio,
        UpperRatio = book.Scale.UpperRatio,
        RatioScale = book.Scale.Scale,
        Participants = book.Settings.Tau0 is null ? book.Settings.Participants : 0,
        FinishedRound = book.FinishedRound,
    });

    /// <summary>The same with the counts as they are now.</summary>
    public static StationStatusMessage WithCounts(this StationBook book, StationStatusMessage status)
    {
        var state = book.State;
        var refused = state.Refused.ByName();
        return status with
        {
            Members = state.Members.Count,
            Offers = state.Offers,
            Buffered = state.Buffer.Count,
            Awaited = state.Awaited,
            RefusedReasons = [.. refused.Keys],
            RefusedCounts = [.. refused.Values],
            Resent = state.Resent,
            Away = state.Away,
        };
    }
}
