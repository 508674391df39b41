using Diten.Learning.Kernels;

namespace Diten.Learning.Models.Stages;

/// <summary>Maximum pooling on its own: over sequences, and wherever no 2-D convolution precedes it.</summary>
internal sealed unsafe class PoolStage : Stage
{
    private readonly int[] _index;
    private readonly int _cells;

    public PoolStage(Activation input, Activation output)
        : base(input, output)
    {
        _index = new int[(long)output.Capacity * output.Shape.Length];
        _cells = input.Shape.Rank == 3 ? 4 : 2;
    }

    public override void Forward(int batch)
    {
        var shape = Output.Shape;
        var n = 0;
        for (var b = 0; b < batch; b++)
        {
            var x = Input.Values + b * (nint)Input.SampleStride;
            var y = Output.Values + b * (nint)Output.SampleStride;
            for (var row = 0; row < shape.Height; row++)
            {
                for (var column = 0; column < shape.Width; column++)
                {
                    var target = Output.Offset(0, row, column);
                    for (var c = 0; c < shape.Channels; c++)
                    {
                        var best = Cell(row, column, c, 0);
                        for (var cell = 1; cell < _cells; cell++)
                        {
                            var at = Cell(row, column, c, cell);
                            if (!(x[at] <= x[best]))
                                best = at;
                        }
                        y[target + c] = x[best];
                        _index[n++] = best;
                    }
                }
            }
        }
    }

    public override void Backward(int batch, float decay, bool apply)
    {
        if (Input.Gradient is null)
            return;
        Input.ClearGradient(batch);
        var shape = Output.Shape;
        var n = 0;
        for (var b = 0; b < batch; b++)
        {
            var dx = Input.Gradient + b * (nint)Input.SampleStride;
            var g = Output.Gradient + b * (nint)Output.SampleStride;
            for (var row = 0; row < shape.Height; row++)
            {
                for (var column = 0; column < shape.Width; column++)
                {
                    var from = Output.Offset(0, row, column);
                    for (var c = 0; c < shape.Channels; c++)
                        dx[_index[n++]] = g[from + c];
                }
            }
        }
    }

    private int Cell(int row, int column, int channel, int cell) =>
        _cells == 4
            ? Input.Offset(channel, 2 * row + cell / 2, 2 * column + cell % 2)
            : Input.Offset(channel, 0, 2 * column + cell);
}
