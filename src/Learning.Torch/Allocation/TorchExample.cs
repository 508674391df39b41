using System.Runtime.InteropServices;
using Diten.Learning.Allocation;
using TorchSharp;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Allocation;

/// <summary>Loss and gradient of one example of a network, whose flat parameters are one tensor.</summary>
internal abstract class TorchExample(IPolicyNetwork network, Device device) : IPolicyExample
{
    /// <summary>Where torch computes.</summary>
    protected Device Device => device;

    /// <inheritdoc/>
    /// <exception cref="LearnerException">Memory is too small.</exception>
    public double Gradient(Span<float> gradient)
    {
        TorchDevice.LimitThreads();
        try
        {
            using var scope = NewDisposeScope();
            var flat = tensor(network.Parameters).to(device).requires_grad_();
            var loss = Loss(new FlatParameters(flat));
            // Not by autograd.grad: TorchSharp catches no error there, and it ends the process.
            loss.backward();
            var slope = flat.grad!.cpu();
            MemoryMarshal.Cast<byte, float>(slope.bytes).CopyTo(gradient);
            return loss.cpu().item<float>();
        }
        catch (Exception e) when (TorchFailure.IsTorch(e))
        {
            throw TorchFailure.Explain(network.Shape, e);
        }
    }

    /// <summary>Mean cross-entropy per subcarrier, in a scope of the caller's.</summary>
    protected abstract Tensor Loss(FlatParameters parameters);

    /// <summary>A dense layer.</summary>
    protected static Tensor Dense(Tensor input, FlatParameters parameters, long inputs, long outputs)
    {
        var weights = parameters.Next(outputs, inputs);
        return nn.functional.linear(input, weights, parameters.Next(outputs));
    }

    /// <summary>The flat parameters, tensor after tensor.</summary>
    protected sealed class FlatParameters(Tensor flat)
    {
        private long _at;

        /// <summary>The next tensor.</summary>
        public Tensor Next(params long[] shape)
        {
            var count = shape.Aggregate(1L, (product, n) => product * n);
            _at += count;
            return flat.narrow(0, _at - count, count).reshape(shape);
        }
    }
}
