namespace Diten.Core.Losses;

/// <summary>How badly a model fits one device's data.</summary>
public static class LocalLoss
{
    /// <summary>Eq. (2): F_i(w) = (1/D_i)·Σ_j f(w, x_j, y_j), the mean over the device's samples.</summary>
    /// <param name="sampleLosses">f per sample; at least one. NaN makes the result NaN.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public static double Mean(ReadOnlySpan<double> sampleLosses)
    {
        if (sampleLosses.IsEmpty) throw new ArgumentException("sampleLosses must hold at least one sample", nameof(sampleLosses));
        var sum = 0.0;
        foreach (var loss in sampleLosses) sum += loss;
        return sum / sampleLosses.Length;
    }
}
