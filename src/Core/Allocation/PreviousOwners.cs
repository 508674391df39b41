namespace Diten.Core.Allocation;

/// <summary>θ_(t−1) of Eq. (37) seen by the participants of round t.</summary>
public static class PreviousOwners
{
    /// <summary>Checks what comes from outside.</summary>
    /// <param name="previous">Index of a participant per subcarrier, −1 for none.</param>
    /// <param name="participants">N.</param>
    /// <param name="subcarriers">C0.</param>
    /// <exception cref="ArgumentException">The length differs or an owner does not exist; the message names it.</exception>
    public static void Check(ReadOnlySpan<int> previous, int participants, int subcarriers)
    {
        if (previous.Length != subcarriers) throw new ArgumentException($"previous has {previous.Length} entries, expected {subcarriers}", nameof(previous));
        for (var k = 0; k < previous.Length; k++)
            if (previous[k] < -1 || previous[k] >= participants) throw new ArgumentException($"previous[{k}] = {previous[k]} must be −1 to {participants - 1}", nameof(previous));
    }

    /// <summary>Which of the participants owned each subcarrier in the round before.</summary>
    /// <param name="owner">Index into <paramref name="before"/> per subcarrier, −1 for none.</param>
    /// <param name="before">Participants of the round before.</param>
    /// <param name="now">Participants of this round.</param>
    /// <returns>Index into <paramref name="now"/> per subcarrier, −1 where none of them owned it.</returns>
    /// <exception cref="ArgumentException">A participant is there twice.</exception>
    public static int[] Of(IReadOnlyList<int> owner, IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        var index = new Dictionary<string, int>(now.Count, StringComparer.Ordinal);
        for (var i = 0; i < now.Count; i++) index.Add(now[i], i);
        var previous = new int[owner.Count];
        for (var k = 0; k < previous.Length; k++) previous[k] = owner[k] >= 0 && index.TryGetValue(before[owner[k]], out var i) ? i : -1;
        return previous;
    }
}
