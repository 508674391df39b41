using Diten.Learning.Kernels;
using Diten.Learning.Kernels.Simd;

namespace Diten.Learning.Models.Stages;

/// <summary>Convolution with an optional ReLU and, for images, an optional 2 × 2 maximum.</summary>
/// <typeparam name="TVector">Vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal sealed unsafe class ConvStage<TVector, TSimd> : Stage
    where TVector : unmanaged
    where TSimd : ISimd<TVector>
{
    private readonly ConvGeometry _geometry;
    private readonly ConvPlan _plan;
    private readonly ConvWeights<TVector, TSimd> _weights;
    private readonly GradientLists _lists;
    private readonly PaddedBuffer? _index;
    private readonly int _indexStride;

    public ConvStage(ConvGeometry geometry, bool relu, bool pooled, Activation input, Activation output)
        : base(input, output)
    {
        _geometry = geometry;
        _plan = geometry.Plan(input, output, relu, pooled);
        _weights = new ConvWeights<TVector, TSimd>(geometry, _plan, input.Pitch);
        _lists = new GradientLists(geometry.Outputs, geometry.Pixels);
        _indexStride = geometry.Groups * _plan.OutputPitch;
        _index = pooled ? new PaddedBuffer((long)output.Capacity * _indexStride) : null;
    }

    public override int ParameterCount => _geometry.ParameterCount;

    public override void Load(ReadOnlySpan<float> parameters) => _weights.Load(parameters);

    public override void Store(Span<float> parameters) => _weights.Store(parameters);

    public override void Forward(int batch)
    {
        fixed (int* cells = _geometry.Cells, targets = _geometry.Targets)
        {
            for (var b = 0; b < batch; b++)
            {
                ConvForward<TVector, TSimd>.Run(
                    _plan, _weights.ByTap, _weights.Bias, Input.Values + b * (nint)Input.SampleStride, cells, targets,
                    _geometry.Groups, Output.Values + b * (nint)Output.SampleStride, Index(b));
            }
        }
    }

    public override void Backward(int batch, float decay, bool apply)
    {
        Input.ClearGradient(batch);
        for (var b = 0; b < batch; b++)
        {
            var y = Output.Values + b * (nint)Output.SampleStride;
            var g = Output.Gradient + b * (nint)Output.SampleStride;
            if (_plan.Pooled)
                _lists.Gather(_geometry.Targets, _geometry.Groups, _geometry.Cells, y, g, Index(b), _plan.OutputPitch, _plan.Relu);
            else
                _lists.Gather(_geometry.Targets, _geometry.Pixels, _geometry.Cells, y, g, _plan.Relu);
            var x = Input.Values + b * (nint)Input.SampleStride;
            var dx = Input.Gradient is null ? null : Input.Gradient + b * (nint)Input.SampleStride;
            for (var o = 0; o < _geometry.Outputs; o++)
            {
                _weights.BiasSum[o] += _lists.Sum(o);
                ConvBackward<TVector, TSimd>.Run(_plan, _weights.ByOutput(o), _weights.SumByOutput(o), x, dx, _lists.Offsets(o), _lists.Gradients(o), _lists.Count(o));
            }
        }
        if (apply)
            Apply(decay);
    }

    public override void Apply(float decay) => _weights.Apply(decay);

    private float* Index(int sample) => _index is null ? null : _index.Pointer + sample * (nint)_indexStride;
}
