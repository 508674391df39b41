namespace Diten.Core.Stations;

public static partial class BaseStation
{
    /// <summary>
    /// A member said farewell, or somebody knows that it is not to be reached: it is withdrawn (<see cref="Withdraw"/>), and until
    /// it is heard again no round waits for its offer. It stays registered, with its counts and its staleness.
    /// </summary>
    /// <returns>True if something changed.</returns>
    public static bool NoteAway(StationState state, string device)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.Members.TryGetValue(device, out var member)) return false;
        var isWithdrawn = Withdraw(state, device);
        return Miss(state, member) || isWithdrawn;
    }

    /// <summary>A member was heard otherwise than by a registration or an offer, which tell it by themselves: rounds wait for its offer again.</summary>
    /// <returns>True if it was away.</returns>
    public static bool NoteHeard(StationState state, string device)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Members.TryGetValue(device, out var member) && Hear(state, member);
    }

    private static bool Hear(StationState state, StationMember member)
    {
        member.HeardRound = state.Round;
        if (!member.IsAway) return false;
        member.IsAway = false;
        state.Away--;
        return true;
    }

    private static bool Miss(StationState state, StationMember member)
    {
        if (member.IsAway) return false;
        member.IsAway = true;
        state.Away++;
        return true;
    }
}
