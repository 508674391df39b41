using Diten.Core.Network;

namespace Diten.Core.Twins;

/// <summary>Outcome of the registration of a machine that takes no part in learning.</summary>
/// <param name="Error">Why it was refused; null if it was not.</param>
/// <param name="Notifications">What to tell the linked twins of a move.</param>
public readonly record struct MachineOutcome(string? Error, IReadOnlyList<TwinNotification> Notifications);

public static partial class Twin
{
    /// <summary>Whether the device takes part in learning: it has data of its own (D_i), and its station counts it as a member.</summary>
    public static bool Learns(TwinState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Samples > 0;
    }

    /// <summary>Why a twin must not be taken away; null if it may. A device that learns would be waited for by its station.</summary>
    public static string? KeptBecause(TwinState state) =>
        Learns(state) ? $"is a device that learns at station '{state.Station}'; only a machine that takes no part in learning can be removed" : null;

    /// <summary>
    /// A machine that takes no part in learning registers: its twin is made, stays as it is, or goes to another station, with no
    /// station being asked. A device that learns is refused: its station would wait for it in every round.
    /// </summary>
    /// <param name="before">The twin; null for none so far.</param>
    /// <param name="id">Machine id.</param>
    /// <param name="station">Station that is to serve it.</param>
    /// <param name="now">Time.</param>
    /// <param name="options">Bounds.</param>
    public static (TwinState? Next, MachineOutcome Outcome) RegisterMachine(TwinState? before, string id, string station, DateTimeOffset now, TwinOptions options)
    {
        if (before is null) return (Create(id, station, samples: 0, now), new MachineOutcome(null, []));
        if (Learns(before)) return (before, new MachineOutcome($"is a device that learns at station '{before.Station}'; the program that trains for it registers it", []));
        if (IsSame(before.Station, station)) return (before, new MachineOutcome(null, []));
        var note = $"{before.Station} to {station}";
        var next = Record(before with { Station = station }, now, "handover", Readings.Empty, note, options);
        return (next, new MachineOutcome(null, Notify(next, "handover", now, Readings.Empty, note)));
    }
}
