using System.Text.Json.Serialization;
using Diten.Core.Network;

namespace Diten.Dashboard.Api;

/// <summary>One page of twins, short form.</summary>
/// <param name="Twins">In id order.</param>
/// <param name="Cursor">Give it back as <c>cursor</c> for the next page; null at the end.</param>
public sealed record TwinList(IReadOnlyList<TwinListItem> Twins, string? Cursor);

/// <summary>A twin as lists show it; the twin itself has all of Γ.</summary>
/// <param name="Id">Device id.</param>
/// <param name="Revision">The twin's revision.</param>
/// <param name="Station">Serving station.</param>
/// <param name="Liveness">Liveness.</param>
/// <param name="Drifting">Whether prediction and report deviate persistently.</param>
/// <param name="At">Time of the last report.</param>
/// <param name="LastSequence">Last accepted sequence number.</param>
/// <param name="Samples">D_i, samples.</param>
/// <param name="ModelVersion">Global model version the device holds.</param>
/// <param name="PredictedRoundSeconds">Predicted T_i, s.</param>
/// <param name="ObservedRoundSeconds">Measured T_i, s.</param>
/// <param name="RoundsTaken">Rounds it took part in.</param>
/// <param name="Staleness">t − t_l.</param>
/// <param name="UpdateWeight">τ (Eq. 21).</param>
/// <param name="EnergyJoules">Energy so far, J.</param>
public sealed record TwinListItem(
    string Id,
    long Revision,
    string Station,
    Liveness Liveness,
    bool Drifting,
    DateTimeOffset At,
    long LastSequence,
    int Samples,
    int ModelVersion,
    double? PredictedRoundSeconds,
    double? ObservedRoundSeconds,
    int RoundsTaken,
    int Staleness,
    double? UpdateWeight,
    double EnergyJoules)
{
    internal static TwinListItem Of(TwinSnapshot t) => new(
        t.Id, t.Revision, t.Station, t.Liveness, t.Drifting, t.At, t.LastSequence, t.Data.Samples, t.Model.Version,
        t.Model.PredictedRoundSeconds, t.Model.ObservedRoundSeconds, t.Learning.RoundsTaken, t.Learning.Staleness, t.Learning.UpdateWeight, t.Learning.EnergyJoules);
}

/// <summary>Answer to a write that was heard.</summary>
/// <param name="Revision">The twin's revision now.</param>
/// <param name="LastSequence">The twin's last accepted sequence number.</param>
/// <param name="Duplicate">True if the report was a duplicate or old and changed nothing.</param>
public sealed record WriteAnswer(long Revision, long LastSequence, bool Duplicate);

/// <summary>Answer of the health endpoints.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or why not.</param>
public sealed record HealthAnswer(string Status);

/// <summary>Body of a device report.</summary>
public sealed class ReportBody
{
    /// <summary>Device sequence number, 1 or more.</summary>
    public long? Sequence { get; set; }

    /// <summary>When the device measured it, ISO 8601 with offset; one without would mean another moment on another server.</summary>
    [JsonConverter(typeof(OffsetTimeConverter))]
    public DateTimeOffset? At { get; set; }

    /// <summary>Named finite readings in SI units, 1 to 64 of them.</summary>
    public Dictionary<string, double>? State { get; set; }
}

/// <summary>Body of the registration of a machine that takes no part in learning.</summary>
public sealed class MachineBody
{
    /// <summary>Station that serves it, 1 to 256 characters; it need not be set up.</summary>
    public string? Station { get; set; }

    /// <summary>East of the plant's centre, m; default 0.</summary>
    public double X { get; set; }

    /// <summary>North of the plant's centre, m; default 0.</summary>
    public double Y { get; set; }
}

/// <summary>Body of a last will.</summary>
public sealed class LivenessBody
{
    /// <summary><c>offline</c>; a machine is online when it reports.</summary>
    public string? Liveness { get; set; }
}

/// <summary>Body of a question for commands; it has no fields.</summary>
public sealed class CommandsBody;

/// <summary>Commands that are due for a device.</summary>
/// <param name="Commands">In order of their readings' names; a command is repeated under its number until a report confirms it or it expires.</param>
public sealed record CommandList(IReadOnlyList<CommandItem> Commands);

/// <summary>A command to a device: bring a reading to a value.</summary>
/// <param name="Number">Number of the command; the same when it is repeated.</param>
/// <param name="Reading">Reading.</param>
/// <param name="Value">Desired value, SI unit.</param>
/// <param name="Attempt">1 for the first time.</param>
/// <param name="ExpiresAt">When it is given up.</param>
public sealed record CommandItem(long Number, string Reading, double Value, int Attempt, DateTimeOffset ExpiresAt);
