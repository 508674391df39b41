namespace Diten.Learning.Allocation;

/// <summary>The built-in optimiser.</summary>
internal sealed class AdamOptimizer(int parameters) : IPolicyOptimizer
{
    /// <summary>Decay of the mean gradient.</summary>
    public const float Beta1 = 0.9f;

    /// <summary>Decay of the mean square.</summary>
    public const float Beta2 = 0.999f;

    /// <summary>Keeps the divisor above 0.</summary>
    public const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[parameters];
    private readonly float[] _square = new float[parameters];
    private float _power1 = 1;
    private float _power2 = 1;

    /// <inheritdoc/>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, float rate)
    {
        _power1 *= Beta1;
        _power2 *= Beta2;
        for (var p = 0; p < parameters.Length; p++)
        {
            var g = gradient[p];
            _mean[p] += (1 - Beta1) * (g - _mean[p]);
            _square[p] += (1 - Beta2) * ((g * g) - _square[p]);
            parameters[p] -= rate * (_mean[p] / (1 - _power1)) / (MathF.Sqrt(_square[p] / (1 - _power2)) + Epsilon);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Arrays are the collector's.
    }
}
