namespace Diten.Core.Stations;

/// <summary>Where a station stands in its round.</summary>
public enum StationPhase
{
    /// <summary>No round yet.</summary>
    Idle,

    /// <summary>Round t is open and devices offer.</summary>
    CollectingOffers,

    /// <summary>Who takes part is decided; models arrive.</summary>
    Uploading,

    /// <summary>The buffer is closed and being aggregated.</summary>
    Aggregating,

    /// <summary>Round t is over.</summary>
    Aggregated,
}

/// <summary>
/// All that a base station knows. Plain values, so that a store can map it. The transitions of <see cref="BaseStation"/>
/// change it in place, since ten thousand members and buffered models of a million parameters are not copied for each
/// message: one owner, one call at a time.
/// </summary>
public sealed class StationState
{
    /// <summary>Station id, for example <c>bs-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its options.</summary>
    public required StationOptions Options { get; set; }

    /// <summary>w_g, P values; replaced, never written to, by aggregation.</summary>
    public required float[] Model { get; set; }

    /// <summary>Version of <see cref="Model"/>; 0 for the initial one.</summary>
    public int ModelVersion { get; set; }

    /// <summary>t, the open round or, in the phases Idle and Aggregated, the last one; 0 before the first.</summary>
    public int Round { get; set; }

    /// <summary>Where it stands.</summary>
    public StationPhase Phase { get; set; }

    /// <summary>When the phase ends by itself, s on the driver's clock; null for never.</summary>
    public double? Deadline { get; set; }

    /// <summary>Members by device id.</summary>
    public Dictionary<string, StationMember> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Devices that left within the last <see cref="StationOptions.DepartureRounds"/> rounds; their old registrations are not taken again.</summary>
    public Dictionary<string, Departure> Departed { get; } = new(StringComparer.Ordinal);

    /// <summary>Updates waiting for aggregation, in order of arrival.</summary>
    public List<BufferedUpdate> Buffer { get; } = [];

    /// <summary>Refusals since the station was made.</summary>
    public RefusalCounts Refused { get; } = new();

    /// <summary>Refusals in the round.</summary>
    public RefusalCounts RefusedThisRound { get; } = new();

    /// <summary>Updates acknowledged again without being counted again, since the station was made.</summary>
    public long Resent { get; set; }

    /// <summary>Members that offered in the round.</summary>
    public int Offers { get; set; }

    /// <summary>Chosen members whose update has not arrived and is still awaited.</summary>
    public int Awaited { get; set; }

    /// <summary>Members that are away: nobody waits for their offers.</summary>
    public int Away { get; set; }
}

/// <summary>A device that was seen off.</summary>
/// <param name="Epoch">Registration epoch under which it left.</param>
/// <param name="Round">t, the station's round when it left.</param>
/// <param name="Ticket">What it was given for the next station; given again if asked again.</param>
public readonly record struct Departure(int Epoch, int Round, Registration Ticket);

/// <summary>A registered device.</summary>
public sealed class StationMember
{
    /// <summary>Device id.</summary>
    public required string Id { get; init; }

    /// <summary>Registration epoch; grows by one with each handover.</summary>
    public int Epoch { get; set; }

    /// <summary>D_k, samples.</summary>
    public double Samples { get; set; }

    /// <summary>t_l, the last round it took part in on this station's count; the round of registration before the first.</summary>
    public int LastRound { get; set; }

    /// <summary>Sequence number of its last counted update, at any station; 0 if none.</summary>
    public long LastUpdate { get; set; }

    /// <summary>Rounds it took part in, at any station.</summary>
    public int RoundsTaken { get; set; }

    /// <summary>f_i as last told, Hz; 0 if not known.</summary>
    public double FrequencyHz { get; set; }

    /// <summary>Mean rate on one subcarrier as last told, bit/s; 0 if not known.</summary>
    public double SubcarrierRate { get; set; }

    /// <summary>Round of its last offer; 0 if none.</summary>
    public int OfferRound { get; set; }

    /// <summary>τ of its last offer.</summary>
    public double UpdateWeight { get; set; }

    /// <summary>Last round in which it was chosen; 0 if none.</summary>
    public int SelectedRound { get; set; }

    /// <summary>Whether the open round still waits for its update.</summary>
    public bool Awaited { get; set; }

    /// <summary>t when it was last heard: registered, offered, or came back.</summary>
    public int HeardRound { get; set; }

    /// <summary>Whether it is away: it said farewell, or was not heard for <see cref="StationOptions.AwayAfter"/> rounds.</summary>
    public bool IsAway { get; set; }
}

/// <summary>An update waiting for aggregation.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Sequence">The device's update sequence number.</param>
/// <param name="Samples">D_k.</param>
/// <param name="UpdateWeight">τ_k of the offer.</param>
/// <param name="Staleness">t − t_l when it arrived.</param>
/// <param name="Parameters">w_k; not copied, so it must not change before the aggregation.</param>
public sealed record BufferedUpdate(string Device, long Sequence, double Samples, double UpdateWeight, int Staleness, ReadOnlyMemory<float> Parameters);
