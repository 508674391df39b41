namespace Diten.Core.Stations;

/// <summary>How evenly a station's devices take part: the starvation that τ as printed brings about.</summary>
/// <param name="Devices">Members.</param>
/// <param name="Never">Members that never took part.</param>
/// <param name="Least">Fewest rounds taken by a member.</param>
/// <param name="Most">Most rounds taken by a member.</param>
/// <param name="Mean">Mean rounds taken.</param>
/// <param name="LongestGap">Largest t − t_l now.</param>
/// <param name="RoundsTaken">Rounds taken by each member.</param>
public sealed record Participation(int Devices, int Never, int Least, int Most, double Mean, int LongestGap, IReadOnlyDictionary<string, int> RoundsTaken)
{
    /// <summary>Counts a station's members.</summary>
    public static Participation Of(StationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var taken = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var longest = 0;
        foreach (var member in state.Members.Values)
        {
            taken[member.Id] = member.RoundsTaken;
            longest = Math.Max(longest, state.Round - member.LastRound);
        }

        if (taken.Count == 0) return new Participation(0, 0, 0, 0, 0, 0, taken);
        return new Participation(taken.Count, taken.Values.Count(n => n == 0), taken.Values.Min(), taken.Values.Max(), taken.Values.Average(), longest, taken);
    }
}
