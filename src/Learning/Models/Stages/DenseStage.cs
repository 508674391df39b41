using Diten.Learning.Kernels;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Models.Stages;

/// <summary>Dense layer with an optional ReLU.</summary>
/// <typeparam name="TVector">Vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal sealed unsafe class DenseStage<TVector, TSimd> : Stage
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    private const int RowBlock = 4;
    private readonly int _outputs;
    private readonly int _rows;
    private readonly int _columns;
    private readonly bool _relu;
    private readonly int[]? _columnOf;
    private readonly PaddedBuffer _weight;
    private readonly PaddedBuffer _bias;
    private PaddedBuffer? _weightSum;
    private readonly PaddedBuffer _biasSum;

    public DenseStage(Dense layer, bool relu, Activation input, Activation output)
        : base(input, output)
    {
        _outputs = layer.Outputs;
        _rows = (layer.Outputs + RowBlock - 1) / RowBlock * RowBlock;
        _columns = input.SampleStride;
        _relu = relu;
        _columnOf = input.Shape.Rank == 1 ? null : input.FlatOffsets();
        _weight = new PaddedBuffer((long)_rows * _columns);
        _bias = new PaddedBuffer(SimdWidths.Pad(_rows));
        _biasSum = new PaddedBuffer(_bias.Length);
        ParameterCount = layer.WeightCount + layer.BiasCount;
    }

    public override int ParameterCount { get; }

    public override void Load(ReadOnlySpan<float> parameters)
    {
        _weight.Clear();
        _weightSum?.Clear();
        _biasSum.Clear();
        var inputs = Input.Shape.Length;
        for (var o = 0; o < _outputs; o++)
        {
            var from = parameters.Slice(o * inputs, inputs);
            var to = _weight.Span.Slice(o * _columns, _columns);
            if (_columnOf is null)
                from.CopyTo(to);
            else
                for (var i = 0; i < from.Length; i++)
                    to[_columnOf[i]] = from[i];
        }
        _bias.Clear();
        parameters.Slice(_outputs * inputs, _outputs).CopyTo(_bias.Span);
    }

    public override void Store(Span<float> parameters)
    {
        var inputs = Input.Shape.Length;
        for (var o = 0; o < _outputs; o++)
        {
            var to = parameters.Slice(o * inputs, inputs);
            var from = _weight.Span.Slice(o * _columns, _columns);
            if (_columnOf is null)
                from[..inputs].CopyTo(to);
            else
                for (var i = 0; i < to.Length; i++)
                    to[i] = from[_columnOf[i]];
        }
        _bias.Span[.._outputs].CopyTo(parameters.Slice(_outputs * inputs, _outputs));
    }

    public override void Forward(int batch) =>
        DenseForward<TVector, TSimd>.Run(_weight.Pointer, _bias.Pointer, Input.Values, Output.Values, batch, _rows, _columns, Output.SampleStride, _relu);

    public override void Backward(int batch, float decay, bool apply)
    {
        var stride = Output.SampleStride;
        var g = Output.Gradient;
        if (_relu)
            VectorKernels<TVector, TSimd>.ReluMask(Output.Values, g, g, (long)batch * stride);
        for (var b = 0; b < batch; b++)
            VectorKernels<TVector, TSimd>.ScaleAdd(_biasSum.Pointer, g + b * (nint)stride, 1, _bias.Length);
        Input.ClearGradient(batch);
        if (!apply)
            _weightSum ??= new PaddedBuffer(_weight.Length);
        var target = apply ? _weight : _weightSum!;
        DenseBackward<TVector, TSimd>.Run(_weight.Pointer, target.Pointer, Input.Values, Input.Gradient, g, batch, _rows, _columns, stride, apply ? decay : 1);
        if (apply)
            ApplyBias(decay);
    }

    public override void Apply(float decay)
    {
        if (_weightSum is not null)
        {
            VectorKernels<TVector, TSimd>.ScaleAdd(_weight.Pointer, _weightSum.Pointer, decay, _weight.Length);
            _weightSum.Clear();
        }
        ApplyBias(decay);
    }

    private void ApplyBias(float decay)
    {
        VectorKernels<TVector, TSimd>.ScaleAdd(_bias.Pointer, _biasSum.Pointer, decay, _bias.Length);
        _biasSum.Clear();
    }
}
