using System.Text.Json.Serialization;

namespace Diten.Core.Network;

/// <summary>Liveness of a twin's device.</summary>
public enum Liveness
{
    /// <summary>Never heard of.</summary>
    Unknown,

    /// <summary>Heard within its period.</summary>
    Online,

    /// <summary>Not heard for one period.</summary>
    Stale,

    /// <summary>Not heard for several periods, or its last will arrived.</summary>
    Offline,
}

/// <summary>All of a twin's Γ(M, D, s, Δs, t) (Eq. 1) at one revision.</summary>
/// <param name="Id">Device id, unique in the network.</param>
/// <param name="Revision">Grows by one with every change; the ETag.</param>
/// <param name="Station">Id of the base station that serves it.</param>
/// <param name="Model">M: what the twin predicts with.</param>
/// <param name="Data">D: the running data it keeps.</param>
/// <param name="State">s: last reported readings, SI units.</param>
/// <param name="Desired">Desired readings not yet or already confirmed.</param>
/// <param name="Deltas">Δs: the latest interactions, newest first.</param>
/// <param name="At">t: time of the last report.</param>
/// <param name="LastSequence">Sequence number of the last accepted report; 0 if none.</param>
/// <param name="Liveness">Whether the device is heard.</param>
/// <param name="Drifting">True if prediction and report deviate persistently.</param>
/// <param name="Links">Twins that this twin tells of its changes.</param>
/// <param name="Learning">Its part in federated learning.</param>
public sealed record TwinSnapshot(
    string Id,
    long Revision,
    string Station,
    TwinModel Model,
    TwinData Data,
    IReadOnlyDictionary<string, double> State,
    IReadOnlyDictionary<string, double> Desired,
    IReadOnlyList<TwinDelta> Deltas,
    DateTimeOffset At,
    long LastSequence,
    Liveness Liveness,
    bool Drifting,
    IReadOnlyList<TwinLink> Links,
    TwinLearning Learning)
{
    /// <summary>Whether the device takes part in learning; a machine that is only watched has no samples.</summary>
    [JsonIgnore]
    public bool Learns => Data.Samples > 0;
}

/// <summary>M: the model reference and what the twin predicts with it.</summary>
/// <param name="Version">Global model version the device holds.</param>
/// <param name="PredictedRoundSeconds">Predicted T_i = T_cmp + T_com, s.</param>
/// <param name="ObservedRoundSeconds">The last measured T_i, s; null before the first.</param>
/// <param name="RemainingUsefulLifeCycles">Predicted remaining useful life in cycles; null for devices without telemetry.</param>
/// <param name="RelativeDeviation">Smoothed relative difference, 0 to 1, between what a round took and what was expected of it once the subcarriers were given (the larger of compute and transmit time's).</param>
public sealed record TwinModel(
    int Version,
    double? PredictedRoundSeconds,
    double? ObservedRoundSeconds,
    double? RemainingUsefulLifeCycles,
    double RelativeDeviation);

/// <summary>D: what the twin knows of the device's data; the private training set never leaves the device.</summary>
/// <param name="Samples">Size D_i of the device's training set, samples.</param>
/// <param name="HistoryPoints">Raw points held in the bounded history.</param>
/// <param name="ClassCounts">Samples per class if the device told them; empty otherwise.</param>
public sealed record TwinData(int Samples, int HistoryPoints, IReadOnlyList<int> ClassCounts);

/// <summary>Δs: one interaction.</summary>
/// <param name="Sequence">Interaction number of this twin.</param>
/// <param name="At">When.</param>
/// <param name="Kind"><c>report</c>, <c>desired</c>, <c>command</c>, <c>offer</c>, <c>model</c>, <c>link</c>, <c>handover</c>.</param>
/// <param name="Changes">Reading name to new value; for notes without a value it is empty.</param>
/// <param name="Note">One line for people.</param>
public sealed record TwinDelta(long Sequence, DateTimeOffset At, string Kind, IReadOnlyDictionary<string, double> Changes, string Note);

/// <summary>A link to another twin (the paper's interacting twins).</summary>
/// <param name="Id">The other twin.</param>
/// <param name="Kind"><c>radio-neighbour</c> or <c>handover-counterpart</c>.</param>
public sealed record TwinLink(string Id, string Kind);

/// <summary>The device's part in federated learning.</summary>
/// <param name="RoundsTaken">Rounds it took part in.</param>
/// <param name="LastRound">t_l, the last round it took part in; 0 if none.</param>
/// <param name="Staleness">t − t_l at the last round.</param>
/// <param name="UpdateWeight">τ of the last offer (Eq. 21); null before the first.</param>
/// <param name="EnergyJoules">Energy spent so far, J.</param>
/// <param name="Bits">Model bits sent so far.</param>
public sealed record TwinLearning(int RoundsTaken, int LastRound, int Staleness, double? UpdateWeight, double EnergyJoules, double Bits);
