using System.Runtime.InteropServices;
using Diten.Learning.Allocation;
using TorchSharp;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Allocation;

/// <summary>Adam on torch, with the constants of <see cref="AdamOptimizer"/>.</summary>
internal sealed class TorchAdam : IPolicyOptimizer
{
    private readonly Device _device;
    private readonly Tensor _mean;
    private readonly Tensor _square;

    // Held as fields: TorchSharp does not keep a number alive while torch reads it.
    private readonly Scalar _beta1 = AdamOptimizer.Beta1;
    private readonly Scalar _beta2 = AdamOptimizer.Beta2;
    private readonly Scalar _rest1 = 1 - AdamOptimizer.Beta1;
    private readonly Scalar _rest2 = 1 - AdamOptimizer.Beta2;
    private readonly Scalar _epsilon = AdamOptimizer.Epsilon;
    private float _power1 = 1;
    private float _power2 = 1;

    /// <param name="parameters">How many.</param>
    /// <param name="device">Where torch computes.</param>
    public TorchAdam(int parameters, Device device)
    {
        _device = device;
        _mean = zeros(parameters, device: device).DetachFromDisposeScope();
        _square = zeros(parameters, device: device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="LearnerException">Memory is too small.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, float rate)
    {
        TorchDevice.LimitThreads();
        _power1 *= AdamOptimizer.Beta1;
        _power2 *= AdamOptimizer.Beta2;
        try
        {
            using var none = no_grad();
            using var scope = NewDisposeScope();
            using Scalar size = -rate / (1 - _power1), spread = 1 / (1 - _power2);
            var slope = tensor(gradient.ToArray()).to(_device);
            _mean.mul_(_beta1).add_(slope, _rest1);
            _square.mul_(_beta2).addcmul_(slope, slope, _rest2);
            var divisor = _square.mul(spread).sqrt_().add_(_epsilon);
            var moved = tensor(parameters.ToArray()).to(_device).addcdiv_(_mean, divisor, size).cpu();
            MemoryMarshal.Cast<byte, float>(moved.bytes).CopyTo(parameters);
        }
        catch (Exception e) when (TorchFailure.IsTorch(e))
        {
            throw TorchFailure.Explain("the allocator's network", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var held in new IDisposable[] { _mean, _square, _beta1, _beta2, _rest1, _rest2, _epsilon }) held.Dispose();
    }
}
