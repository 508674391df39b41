using Diten.Core.Aggregation;

namespace Diten.Core.Stations;

/// <summary>What a device takes from one station to the next, so that nothing is lost or counted twice.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Epoch">Epoch of the new registration, 1 or more.</param>
/// <param name="Samples">D_i, samples, finite, above 0.</param>
/// <param name="LastUpdate">Sequence number of its last counted update; 0 if none.</param>
/// <param name="Staleness">t − t_l at the open round, or at the next one where none is open; 1 for a new device, 0 if it took part in the open round.</param>
/// <param name="RoundsTaken">Rounds it took part in so far.</param>
/// <param name="FrequencyHz">f_i, Hz, finite, 0 or more; 0 if not known.</param>
/// <param name="SubcarrierRate">Mean rate on one subcarrier, bit/s, finite, 0 or more; 0 if not known.</param>
public sealed record Registration(
    string Device, int Epoch, double Samples, long LastUpdate = 0, int Staleness = 1, int RoundsTaken = 0, double FrequencyHz = 0, double SubcarrierRate = 0);

/// <summary>A device offers its update.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Epoch">Its registration epoch.</param>
/// <param name="Round">The open round t.</param>
/// <param name="UpdateWeight">τ (Eq. (21)), finite, 0 or more.</param>
/// <param name="FrequencyHz">f_i now, Hz; 0 if the device does not tell.</param>
public readonly record struct UpdateOffer(string Device, int Epoch, int Round, double UpdateWeight, double FrequencyHz = 0);

/// <summary>A device sends its model.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Epoch">Its registration epoch.</param>
/// <param name="Round">The round in which it was chosen.</param>
/// <param name="Sequence">The device's own count of updates, 1 or more, strictly increasing over all stations; a resend has the same.</param>
/// <param name="BaseVersion">Model version it was trained from.</param>
/// <param name="Parameters">w_k; not copied.</param>
public readonly record struct DeviceUpdate(string Device, int Epoch, int Round, long Sequence, int BaseVersion, ReadOnlyMemory<float> Parameters);

/// <summary>What a station says to an offer.</summary>
public enum OfferDecision
{
    /// <summary>Refused; see the reason.</summary>
    Refused,

    /// <summary>Noted; who takes part is decided when the offers are closed.</summary>
    Pending,

    /// <summary>Send the model.</summary>
    TakePart,

    /// <summary>Send only the state and go on training.</summary>
    GoOn,
}

/// <summary>Outcome of an offer.</summary>
/// <param name="Decision">What to do.</param>
/// <param name="Reason">Why, if refused.</param>
public readonly record struct OfferOutcome(OfferDecision Decision, RefusalReason Reason);

/// <summary>How an upload ended.</summary>
public enum UploadStatus
{
    /// <summary>Refused; see the reason.</summary>
    Refused,

    /// <summary>Taken; it will be in the aggregate, once.</summary>
    Accepted,

    /// <summary>Was taken before; acknowledged, not counted again.</summary>
    AlreadyCounted,
}

/// <summary>Outcome of an upload.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">Why, if refused.</param>
/// <param name="Awaited">Chosen members still awaited.</param>
public readonly record struct UploadOutcome(UploadStatus Status, RefusalReason Reason, int Awaited)
{
    /// <summary>True if the device may forget the update: it is counted.</summary>
    public bool Acknowledged => Status != UploadStatus.Refused;
}

/// <summary>Outcome of closing the offers.</summary>
/// <param name="Round">t.</param>
/// <param name="Selected">Who sends its model, in ordinal order.</param>
/// <param name="Threshold">τ0: as given, or the largest τ that was left out; 0 if nobody was.</param>
/// <param name="Offers">How many offered.</param>
/// <param name="Deadline">Until when, s; null for no limit.</param>
/// <param name="WentAway">Who has not been heard for so long that it counts as away from now on.</param>
public sealed record SelectionOutcome(int Round, IReadOnlyList<string> Selected, double Threshold, int Offers, double? Deadline, IReadOnlyList<string> WentAway);

/// <summary>Outcome of a round.</summary>
/// <param name="Round">t.</param>
/// <param name="ModelVersion">Version of the global model now; unchanged if nothing arrived.</param>
/// <param name="Updates">What was aggregated, in ordinal order of device ids.</param>
/// <param name="Missing">Chosen but not arrived, in ordinal order.</param>
/// <param name="Aggregation">Weights, in the order of <paramref name="Updates"/>; null if nothing arrived.</param>
/// <param name="Refused">Refusals in the round by reason.</param>
public sealed record RoundOutcome(
    int Round, int ModelVersion, IReadOnlyList<BufferedUpdate> Updates, IReadOnlyList<string> Missing, AggregationResult? Aggregation, IReadOnlyDictionary<string, long> Refused);

/// <summary>What a station should do next.</summary>
public enum StationStep
{
    /// <summary>Wait for messages or the deadline.</summary>
    Wait,

    /// <summary>Begin a round.</summary>
    BeginRound,

    /// <summary>Close the offers.</summary>
    CloseOffers,

    /// <summary>Aggregate.</summary>
    Aggregate,

    /// <summary>Keep the offers open: the time is over and nobody has offered.</summary>
    ExtendOffers,
}
