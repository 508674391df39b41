using Diten.Learning.Allocation;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Allocation;

/// <summary>Example of a <see cref="PairNetwork"/>: all pairs of a state at once.</summary>
internal sealed class TorchPairExample(PairExample example, IPolicyNetwork network, Device device) : TorchExample(network, device)
{
    private const int Features = PairContext.Features;
    private const int Hidden = PairNetwork.Hidden;

    /// <inheritdoc/>
    protected override Tensor Loss(FlatParameters parameters)
    {
        var (blocks, stride) = (example.Blocks, example.Stride);
        var values = new float[blocks * Features * stride];
        for (var b = 0; b < blocks; b++) example.Fill(b, values.AsSpan(b * Features * stride, Features * stride));
        var x = tensor(values).to(Device).reshape(blocks, Features, stride).narrow(2, 0, example.Devices).transpose(1, 2);
        var held = tensor(example.Held.ToArray()).to(Device).reshape(blocks, stride).narrow(1, 0, example.Devices);
        var first = nn.functional.relu(Dense(x, parameters, Features, Hidden));
        var second = nn.functional.relu(Dense(first, parameters, Hidden, Hidden));
        var scores = nn.functional.linear(second, parameters.Next(1, Hidden)).squeeze(2);
        return (held * nn.functional.log_softmax(scores, 1)).sum().neg().div(tensor((float)example.Subcarriers, device: Device));
    }
}
