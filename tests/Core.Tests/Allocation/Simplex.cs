using System.Numerics.Tensors;

namespace Diten.Core.Tests.Allocation;

/// <summary>The textbook simplex method on a dense tableau: maximise c·x subject to A·x ≤ b, x ≥ 0, with b ≥ 0.</summary>
internal static class Simplex
{
    /// <summary>The optimum.</summary>
    public static double Maximize(double[][] rows, double[] limits, double[] objective)
    {
        var n = objective.Length;
        var width = n + rows.Length + 1;
        var tableau = new double[rows.Length + 1][];
        for (var r = 0; r < rows.Length; r++)
        {
            tableau[r] = new double[width];
            rows[r].CopyTo(tableau[r], 0);
            tableau[r][n + r] = 1;
            tableau[r][^1] = limits[r];
        }
        var z = tableau[^1] = new double[width];
        for (var j = 0; j < n; j++) z[j] = -objective[j];
        while (true)
        {
            var column = TensorPrimitives.IndexOfMin<double>(z.AsSpan(0, width - 1));
            if (z[column] > -1e-9) return z[^1];
            var row = -1;
            for (var r = 0; r < rows.Length; r++)
            {
                if (tableau[r][column] > 1e-9 && (row < 0 || tableau[r][^1] / tableau[r][column] < tableau[row][^1] / tableau[row][column])) row = r;
            }
            if (row < 0) return double.PositiveInfinity;
            var pivot = tableau[row];
            TensorPrimitives.Divide(pivot, pivot[column], pivot);
            foreach (var other in tableau)
                if (other != pivot && other[column] != 0) TensorPrimitives.MultiplyAdd(pivot, -other[column], other, other);
        }
    }
}
