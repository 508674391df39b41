using System.Numerics;
using Diten.Core.Numerics;

namespace Diten.Core.Losses;

/// <summary>One step of a device's own training.</summary>
public static class LocalStep
{
    /// <summary>Eq. (7): w_i ← w_i − η·∇F_i(w_i), in place; with the gradient of the whole data set as printed, or of a
    /// mini-batch. NaN in the gradient becomes NaN in the parameters: whoever receives the model refuses it.</summary>
    /// <param name="parameters">w_i.</param>
    /// <param name="gradient">∇F_i(w_i); same length.</param>
    /// <param name="learningRate">η, above 0.</param>
    /// <exception cref="ArgumentException">Lengths differ or η is out of its range.</exception>
    public static void Apply<T>(Span<T> parameters, ReadOnlySpan<T> gradient, T learningRate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength(gradient.Length, parameters.Length, nameof(gradient));
        Require.AboveZero(double.CreateChecked(learningRate), nameof(learningRate));
        for (var i = 0; i < parameters.Length; i++) parameters[i] -= learningRate * gradient[i];
    }
}
