using System.Runtime.InteropServices;
using Diten.Learning.Allocation;
using TorchSharp;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Allocation;

/// <summary>Loss and gradient of one example: all pairs of a state at once.</summary>
internal sealed class TorchPairExample(PairExample example, PairNetwork network, Device device) : IPolicyExample
{
    private const int Features = PairContext.Features;
    private const int Hidden = PairNetwork.Hidden;

    /// <inheritdoc/>
    /// <exception cref="LearnerException">Memory is too small.</exception>
    public double Gradient(Span<float> gradient)
    {
        TorchDevice.LimitThreads();
        try
        {
            using var scope = NewDisposeScope();
            var flat = tensor(network.Parameters).to(device).requires_grad_();
            var loss = Loss(flat);
            var slope = autograd.grad([loss], [flat])[0].cpu();
            MemoryMarshal.Cast<byte, float>(slope.bytes).CopyTo(gradient);
            return loss.cpu().item<float>();
        }
        catch (Exception e) when (TorchFailure.IsTorch(e))
        {
            throw TorchFailure.Explain(network.Shape, e);
        }
    }

    // Mean cross-entropy to the wanted shares of each block, per subcarrier.
    private Tensor Loss(Tensor flat)
    {
        var (blocks, stride) = (example.Blocks, example.Stride);
        var values = new float[blocks * Features * stride];
        for (var b = 0; b < blocks; b++) example.Fill(b, values.AsSpan(b * Features * stride, Features * stride));
        var x = tensor(values).to(device).reshape(blocks, Features, stride).narrow(2, 0, example.Devices).transpose(1, 2);
        var held = tensor(example.Held.ToArray()).to(device).reshape(blocks, stride).narrow(1, 0, example.Devices);

        var at = 0;
        Tensor Take(params long[] shape)
        {
            var count = (int)shape.Aggregate(1L, (product, n) => product * n);
            at += count;
            return flat.narrow(0, at - count, count).reshape(shape);
        }

        var first = nn.functional.relu(nn.functional.linear(x, Take(Hidden, Features), Take(Hidden)));
        var second = nn.functional.relu(nn.functional.linear(first, Take(Hidden, Hidden), Take(Hidden)));
        var scores = nn.functional.linear(second, Take(1, Hidden)).squeeze(2);
        return (held * nn.functional.log_softmax(scores, 1)).sum().neg().div(tensor((float)example.Subcarriers, device: device));
    }
}
