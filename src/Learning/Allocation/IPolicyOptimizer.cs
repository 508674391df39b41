namespace Diten.Learning.Allocation;

/// <summary>Adam (Kingma, Ba 2015) with its usual constants, for one training of a network; not for several threads.</summary>
public interface IPolicyOptimizer : IDisposable
{
    /// <summary>One step against a gradient.</summary>
    /// <param name="parameters">Changed.</param>
    /// <param name="gradient">As long.</param>
    /// <param name="rate">Step size.</param>
    void Step(Span<float> parameters, ReadOnlySpan<float> gradient, float rate);
}
