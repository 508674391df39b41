using Diten.Learning.Allocation;
using TorchSharp;

namespace Diten.Learning.Torch.Allocation;

/// <summary>The allocator's network trained on torch: parameters, decisions and file are those of <see cref="PairNetwork"/>, gradients are torch's.</summary>
internal sealed class TorchPairNetwork(PairNetwork network, torch.Device device) : IPolicyNetwork
{
    /// <inheritdoc/>
    public string Shape => network.Shape;

    /// <inheritdoc/>
    public float[] Parameters => network.Parameters;

    /// <inheritdoc/>
    public IPolicyExample? Prepare(AllocationState state, int[] owner) =>
        network.Prepare(state, owner) is PairExample example ? new TorchPairExample(example, network, device) : null;

    /// <inheritdoc/>
    public int[]? Decide(AllocationState state) => network.Decide(state);
}
