namespace Diten.Learning.Models.Stages;

/// <summary>ReLU on its own, where no layer before it could take it in. NaN is passed on.</summary>
internal sealed unsafe class ReluStage(Activation input, Activation output) : Stage(input, output)
{
    private readonly int[] _from = input.FlatOffsets();
    private readonly int[] _to = output.FlatOffsets();

    public override void Forward(int batch)
    {
        for (var b = 0; b < batch; b++)
        {
            var x = Input.Values + b * (nint)Input.SampleStride;
            var y = Output.Values + b * (nint)Output.SampleStride;
            for (var i = 0; i < _from.Length; i++)
                y[_to[i]] = x[_from[i]] < 0 ? 0 : x[_from[i]];
        }
    }

    public override void Backward(int batch, float decay, bool apply)
    {
        if (Input.Gradient is null)
            return;
        for (var b = 0; b < batch; b++)
        {
            var dx = Input.Gradient + b * (nint)Input.SampleStride;
            var y = Output.Values + b * (nint)Output.SampleStride;
            var g = Output.Gradient + b * (nint)Output.SampleStride;
            for (var i = 0; i < _from.Length; i++)
                dx[_from[i]] = y[_to[i]] == 0 ? 0 : g[_to[i]];
        }
    }
}
