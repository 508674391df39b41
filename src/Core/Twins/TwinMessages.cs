using Diten.Core.Network;

namespace Diten.Core.Twins;

/// <summary>Outcome of a report.</summary>
/// <param name="Result">How it ended, with the twin's revision and sequence.</param>
/// <param name="Changed">Readings that changed.</param>
/// <param name="Confirmed">Desired readings that it confirmed, by name.</param>
/// <param name="Notifications">What to tell the linked twins.</param>
public readonly record struct ReportOutcome(WriteResult Result, Readings Changed, IReadOnlyList<string> Confirmed, IReadOnlyList<TwinNotification> Notifications);

/// <summary>One twin tells a linked one of a change. Hearing it never makes another notification, so there are no cycles.</summary>
/// <param name="From">Whose change.</param>
/// <param name="To">Who is told.</param>
/// <param name="Revision">Revision of <paramref name="From"/> with the change; older ones than already heard are ignored.</param>
/// <param name="Kind">Kind of the change, as in <see cref="TwinDelta.Kind"/>.</param>
/// <param name="At">When.</param>
/// <param name="Changes">Readings that changed.</param>
/// <param name="Note">One line for people.</param>
public sealed record TwinNotification(string From, string To, long Revision, string Kind, DateTimeOffset At, Readings Changes, string Note);

/// <summary>A command to a device: bring a reading to a value.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Id">Number of the command; the same when it is repeated, so that the device can tell.</param>
/// <param name="Reading">Reading.</param>
/// <param name="Value">Desired value, SI unit.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="ExpiresAt">When it is given up.</param>
public sealed record DeviceCommand(string Device, long Id, string Reading, double Value, int Attempt, DateTimeOffset ExpiresAt);

/// <summary>Outcome of the reconciler.</summary>
/// <param name="Commands">What to send to the device now.</param>
/// <param name="Expired">Desired readings given up, by name.</param>
/// <param name="NextAt">When to run it again at the latest; null if nothing is pending.</param>
public sealed record ReconcileOutcome(IReadOnlyList<DeviceCommand> Commands, IReadOnlyList<string> Expired, DateTimeOffset? NextAt);

/// <summary>Outcome of looking at liveness.</summary>
/// <param name="Before">As last told.</param>
/// <param name="Now">As it is.</param>
/// <param name="Notifications">What to tell the linked twins, if it changed.</param>
public sealed record LivenessOutcome(Liveness Before, Liveness Now, IReadOnlyList<TwinNotification> Notifications)
{
    /// <summary>Whether watchers are to be told.</summary>
    public bool Changed => Before != Now;
}

/// <summary>What a device did in one round of its station.</summary>
/// <param name="Epoch">Registration epoch of the round; one before a handover is ignored.</param>
/// <param name="Round">t, 1 or more; a round recorded before is ignored.</param>
/// <param name="TookPart">Whether its model was aggregated.</param>
/// <param name="Update">Sequence number of its update; looked at only if it took part.</param>
/// <param name="Staleness">t − t_l.</param>
/// <param name="UpdateWeight">τ; null where the scheme has none.</param>
/// <param name="ModelVersion">Global version that the device holds after the round; null if it kept its own.</param>
/// <param name="ObservedSeconds">Measured T_i, s; null if it did not run through.</param>
/// <param name="EnergyJoules">Energy of the round, J.</param>
/// <param name="Bits">Model bits sent.</param>
/// <param name="Parts">T_i taken apart, where it is known: then drift is judged by it. Null judges by T_i and the prediction made before the round.</param>
public readonly record struct DeviceRoundRecord(
    int Epoch, int Round, bool TookPart, long Update, int Staleness, double? UpdateWeight, int? ModelVersion, double? ObservedSeconds, double EnergyJoules, double Bits,
    RoundParts? Parts = null);

/// <summary>
/// Compute and transmit time, expected and measured. Expected is what follows from what the twin knew once the subcarriers
/// were given: an allocator that evens out the T_i hides a slow processor behind more subcarriers, but not from this.
/// </summary>
/// <param name="ExpectedComputeSeconds">T_cmp (Eq. 10) at the frequency that the twin believes in, s.</param>
/// <param name="ComputeSeconds">T_cmp as it was, s.</param>
/// <param name="ExpectedTransmitSeconds">T_com (Eq. 11) at the believed rate over the subcarriers given, s.</param>
/// <param name="TransmitSeconds">T_com as it was, s.</param>
public readonly record struct RoundParts(double ExpectedComputeSeconds, double ComputeSeconds, double ExpectedTransmitSeconds, double TransmitSeconds)
{
    /// <summary>The larger of the two parts' relative differences, 0 to 1; a part that is not known (not finite) is left out.</summary>
    public double Deviation => Math.Max(Between(ExpectedComputeSeconds, ComputeSeconds), Between(ExpectedTransmitSeconds, TransmitSeconds));

    /// <summary>|a − b| over the larger of the two, 0 to 1; 0 if either is not finite or negative, or both are 0.</summary>
    internal static double Between(double a, double b) =>
        double.IsFinite(a) && double.IsFinite(b) && a >= 0 && b >= 0 && Math.Max(a, b) > 0 ? Math.Abs(a - b) / Math.Max(a, b) : 0;
}
