namespace Diten.Learning.Allocation;

/// <summary>Adam (Kingma, Ba 2015) with its usual constants.</summary>
internal sealed class AdamOptimizer(int parameters)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[parameters];
    private readonly float[] _square = new float[parameters];
    private float _power1 = 1;
    private float _power2 = 1;

    /// <summary>One step against a gradient.</summary>
    /// <param name="parameters">Changed.</param>
    /// <param name="gradient">As long.</param>
    /// <param name="rate">Step size.</param>
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
}
