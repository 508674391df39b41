using Diten.Learning.Kernels;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Models.Stages;

/// <summary>
/// A convolution's weights twice: tap by tap with the outputs side by side for the forward pass, and output by output
/// with the taps side by side for the backward pass. Small beside the work of a batch, so the first is copied from the
/// second after each update.
/// </summary>
/// <typeparam name="TVector">Vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal sealed unsafe class ConvWeights<TVector, TSimd>
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    private readonly ConvGeometry _geometry;
    private readonly ConvPlan _plan;
    private readonly int[] _tapOf;
    private readonly int _outputStride;
    private readonly PaddedBuffer _byTap;
    private readonly PaddedBuffer _byOutput;
    private readonly PaddedBuffer _sum;
    private readonly PaddedBuffer _bias;
    private readonly PaddedBuffer _biasSum;

    public ConvWeights(ConvGeometry geometry, in ConvPlan plan, int inputPitch)
    {
        _geometry = geometry;
        _plan = plan;
        _outputStride = plan.Rows * plan.RowPitch;
        _byTap = new PaddedBuffer((long)plan.Rows * plan.RowLength * plan.OutputPitch);
        _byOutput = new PaddedBuffer((long)geometry.Outputs * _outputStride);
        _sum = new PaddedBuffer(_byOutput.Length);
        _bias = new PaddedBuffer(plan.OutputPitch);
        _biasSum = new PaddedBuffer(plan.OutputPitch);
        _tapOf = new int[geometry.WeightCount / geometry.Outputs];
        var taps = geometry.KernelRows * geometry.KernelColumns;
        for (var i = 0; i < _tapOf.Length; i++)
        {
            var at = i % taps * inputPitch + i / taps;
            _tapOf[i] = at / plan.RowLength * plan.RowPitch + at % plan.RowLength;
        }
    }

    public float* ByTap => _byTap.Pointer;

    public float* Bias => _bias.Pointer;

    public float* BiasSum => _biasSum.Pointer;

    public float* ByOutput(int output) => _byOutput.Pointer + output * (nint)_outputStride;

    public float* SumByOutput(int output) => _sum.Pointer + output * (nint)_outputStride;

    public void Load(ReadOnlySpan<float> parameters)
    {
        foreach (var buffer in (ReadOnlySpan<PaddedBuffer>)[_byTap, _byOutput, _sum, _bias, _biasSum])
            buffer.Clear();
        for (var o = 0; o < _geometry.Outputs; o++)
        {
            var to = ByOutput(o);
            for (var i = 0; i < _tapOf.Length; i++)
                to[_tapOf[i]] = parameters[o * _tapOf.Length + i];
        }
        parameters.Slice(_geometry.WeightCount, _geometry.Outputs).CopyTo(_bias.Span);
        CopyToTaps();
    }

    public void Store(Span<float> parameters)
    {
        for (var o = 0; o < _geometry.Outputs; o++)
        {
            var from = ByOutput(o);
            for (var i = 0; i < _tapOf.Length; i++)
                parameters[o * _tapOf.Length + i] = from[_tapOf[i]];
        }
        _bias.Span[.._geometry.Outputs].CopyTo(parameters.Slice(_geometry.WeightCount, _geometry.Outputs));
    }

    public void Apply(float decay)
    {
        VectorKernels<TVector, TSimd>.ScaleAdd(_byOutput.Pointer, _sum.Pointer, decay, _byOutput.Length);
        VectorKernels<TVector, TSimd>.ScaleAdd(_bias.Pointer, _biasSum.Pointer, decay, _bias.Length);
        _sum.Clear();
        _biasSum.Clear();
        ClearRowEnds();
        CopyToTaps();
    }

    // The backward kernel sums garbage behind the end of a row; the weights there must stay zero.
    private void ClearRowEnds()
    {
        if (_plan.RowPitch == _plan.RowLength)
            return;
        var weights = _byOutput.Span;
        for (var row = 0; row < _geometry.Outputs * _plan.Rows; row++)
            weights.Slice(row * _plan.RowPitch + _plan.RowLength, _plan.RowPitch - _plan.RowLength).Clear();
    }

    private void CopyToTaps()
    {
        for (var r = 0; r < _plan.Rows; r++)
        {
            for (var j = 0; j < _plan.RowLength; j++)
            {
                var to = _byTap.Pointer + (r * (nint)_plan.RowLength + j) * _plan.OutputPitch;
                var from = _byOutput.Pointer + r * (nint)_plan.RowPitch + j;
                for (var o = 0; o < _geometry.Outputs; o++)
                    to[o] = from[o * (nint)_outputStride];
            }
        }
    }
}
