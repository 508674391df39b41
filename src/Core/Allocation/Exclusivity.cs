namespace Diten.Core.Allocation;

/// <summary>A subcarrier carries one device at a time.</summary>
public static class Exclusivity
{
    /// <summary>Eq. (24): Σ_i θ_{i,k} ≤ 1 for every k.</summary>
    /// <param name="assignment">θ, devices × subcarriers.</param>
    /// <returns>The first subcarrier that more than one device holds; −1 if there is none.</returns>
    public static int FirstShared(bool[,] assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        for (var k = 0; k < assignment.GetLength(1); k++)
        {
            var holders = 0;
            for (var i = 0; i < assignment.GetLength(0); i++) holders += assignment[i, k] ? 1 : 0;
            if (holders > 1) return k;
        }
        return -1;
    }

    /// <summary>θ as owner per subcarrier, −1 where nobody holds it.</summary>
    /// <param name="assignment">θ, devices × subcarriers, exclusive.</param>
    /// <exception cref="ArgumentException">A subcarrier has more than one owner; the message names it.</exception>
    public static int[] Owners(bool[,] assignment)
    {
        var shared = FirstShared(assignment);
        if (shared >= 0) throw new ArgumentException($"subcarrier {shared} has more than one owner", nameof(assignment));
        var owner = new int[assignment.GetLength(1)];
        Array.Fill(owner, -1);
        for (var i = 0; i < assignment.GetLength(0); i++)
            for (var k = 0; k < owner.Length; k++)
                if (assignment[i, k]) owner[k] = i;
        return owner;
    }
}
