using Diten.Learning.Allocation;
using TorchSharp;

namespace Diten.Learning.Torch.Allocation;

/// <summary>The allocator's network trained on torch: parameters, decisions and file are those of the built-in network, losses, gradients and steps are torch's.</summary>
internal sealed class TorchPolicy : IPolicyNetwork
{
    private readonly IPolicyNetwork _network;
    private readonly torch.Device _device;

    /// <param name="network">A <see cref="PairNetwork"/> or an <see cref="MlpPolicy"/>.</param>
    /// <param name="device">Where torch computes.</param>
    /// <exception cref="ArgumentException">A network of another kind.</exception>
    public TorchPolicy(IPolicyNetwork network, torch.Device device)
    {
        if (network is not (PairNetwork or MlpPolicy)) throw new ArgumentException($"torch trains the networks pairs-… and mlp-…, not {network.Shape}", nameof(network));
        (_network, _device) = (network, device);
    }

    /// <inheritdoc/>
    public string Shape => _network.Shape;

    /// <inheritdoc/>
    public float[] Parameters => _network.Parameters;

    /// <inheritdoc/>
    public IPolicyOptimizer Optimizer() => new TorchAdam(Parameters.Length, _device);

    /// <inheritdoc/>
    public IPolicyExample? Prepare(AllocationState state, int[] owner) => _network.Prepare(state, owner) switch
    {
        PairExample pairs => new TorchPairExample(pairs, _network, _device),
        MlpExample whole => new TorchMlpExample(whole, (MlpPolicy)_network, _device),
        _ => null,
    };

    /// <inheritdoc/>
    public int[]? Decide(AllocationState state) => _network.Decide(state);
}
