namespace Diten.Core.Network;

/// <summary>One finished round of one station (the paper's Figures 2 and 3).</summary>
/// <param name="Station">Station id.</param>
/// <param name="Round">Round t, from 1.</param>
/// <param name="StartSeconds">Network time at which it began, s.</param>
/// <param name="DurationSeconds">How long it took, s.</param>
/// <param name="Participants">Devices whose model was aggregated.</param>
/// <param name="Accuracy">Test accuracy after it, 0..1; null if not measured.</param>
/// <param name="Loss">Test loss after it; null if not measured.</param>
/// <param name="EnergyJoules">Energy of the round, J.</param>
/// <param name="ModelBits">Bits of model updates.</param>
/// <param name="StateBits">Bits of state reports.</param>
/// <param name="MakespanSeconds">max T_i over participants, s.</param>
/// <param name="MeanSeconds">T_ave over participants (Eq. 26), s.</param>
/// <param name="Psi">Eq. 36, s².</param>
/// <param name="ModelVersion">Version of the new global model.</param>
/// <param name="Refused">Refused updates by reason.</param>
/// <param name="Devices">One row per device that computed in this round; empty in a list that was asked for without, and where they are no longer held.</param>
/// <param name="OfStations">Whether participants and rows are base stations with their uplinks and not devices, as in the macro rounds of a cluster.</param>
public sealed record RoundSnapshot(
    string Station,
    int Round,
    double StartSeconds,
    double DurationSeconds,
    int Participants,
    double? Accuracy,
    double? Loss,
    double EnergyJoules,
    double ModelBits,
    double StateBits,
    double MakespanSeconds,
    double MeanSeconds,
    double Psi,
    int ModelVersion,
    IReadOnlyDictionary<string, int> Refused,
    IReadOnlyList<DeviceRound> Devices,
    bool OfStations = false);

/// <summary>What one device did in one round.</summary>
/// <param name="Id">Device id.</param>
/// <param name="Participated">λ: whether it sent its model.</param>
/// <param name="ComputeSeconds">T_cmp (Eq. 10), s.</param>
/// <param name="TransmitSeconds">T_com (Eq. 11), s; 0 for those who did not send.</param>
/// <param name="EnergyJoules">E_cmp + E_com, J.</param>
/// <param name="Subcarriers">Subcarriers held.</param>
/// <param name="UpdateWeight">τ (Eq. 21); null where the scheme has none.</param>
/// <param name="Staleness">t − t_l.</param>
public readonly record struct DeviceRound(
    string Id,
    bool Participated,
    double ComputeSeconds,
    double TransmitSeconds,
    double EnergyJoules,
    int Subcarriers,
    double? UpdateWeight,
    int Staleness);

/// <summary>Something happened; watchers get it live.</summary>
/// <param name="Id">Grows by one; a watcher resumes after the last it saw.</param>
/// <param name="Kind"><c>round</c>, <c>twin</c>, <c>station</c>, <c>status</c>.</param>
/// <param name="Subject">Station or twin id.</param>
/// <param name="Round">Round it belongs to; 0 if none.</param>
public sealed record NetworkEvent(long Id, string Kind, string Subject, int Round);
