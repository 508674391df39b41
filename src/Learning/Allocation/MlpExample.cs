namespace Diten.Learning.Allocation;

/// <summary>Example of an <see cref="MlpPolicy"/>: the state as its input, and the owner of each subcarrier.</summary>
internal sealed class MlpExample(MlpPolicy policy, float[] input, int devices, int[] owner) : IPolicyExample
{
    /// <summary>The network's input.</summary>
    public ReadOnlySpan<float> Input => input;

    /// <summary>Devices in the state.</summary>
    public int Devices => devices;

    /// <summary>Owner (−1 for none) per subcarrier.</summary>
    public ReadOnlySpan<int> Owner => owner;

    /// <inheritdoc/>
    public double Gradient(Span<float> gradient) => policy.Gradient(input, devices, owner, gradient);
}
