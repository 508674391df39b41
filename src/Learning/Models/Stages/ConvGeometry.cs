using Diten.Learning.Kernels;

namespace Diten.Learning.Models.Stages;

/// <summary>What a 1-D or 2-D convolution touches: the windows of its output pixels in the input, in groups of four.</summary>
internal sealed class ConvGeometry
{
    private readonly int _dilation;

    public ConvGeometry(Conv2D layer)
        : this(layer.InputChannels, layer.OutputChannels, layer.Kernel, layer.Kernel, 1, layer)
    {
    }

    public ConvGeometry(Conv1D layer)
        : this(layer.InputChannels, layer.OutputChannels, 1, layer.Kernel, layer.Dilation, layer)
    {
    }

    private ConvGeometry(int inputs, int outputs, int kernelRows, int kernelColumns, int dilation, ModelLayer layer)
    {
        (Inputs, Outputs, KernelRows, KernelColumns, _dilation) = (inputs, outputs, kernelRows, kernelColumns, dilation);
        WeightCount = layer.WeightCount;
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public int KernelRows { get; }

    public int KernelColumns { get; }

    public int WeightCount { get; }

    public int ParameterCount => WeightCount + Outputs;

    /// <summary>Groups of four pixels; when pooled, one per output pixel.</summary>
    public int Groups { get; private set; }

    /// <summary>Output pixels that carry a gradient: before pooling all of them, after pooling one per group.</summary>
    public int Pixels { get; private set; }

    /// <summary>Offset in the input of each pixel's first tap, 4 per group; the last group repeats its last pixel.</summary>
    public int[] Cells { get; private set; } = [];

    /// <summary>Offset in the output: per pixel, or per group when pooled.</summary>
    public int[] Targets { get; private set; } = [];

    /// <summary>Settles the geometry for the layouts of input and output.</summary>
    public ConvPlan Plan(Activation input, Activation output, bool relu, bool pooled)
    {
        var cells = new List<int>();
        var targets = new List<int>();
        int Window(int y, int x) => y * input.RowStride + x * input.Pitch;
        for (var y = 0; y < output.Shape.Height; y++)
        {
            for (var x = 0; x < output.Shape.Width; x++)
            {
                targets.Add(output.Offset(0, y, x));
                if (pooled)
                    cells.AddRange([Window(2 * y, 2 * x), Window(2 * y, 2 * x + 1), Window(2 * y + 1, 2 * x), Window(2 * y + 1, 2 * x + 1)]);
                else
                    cells.Add(Window(y, x));
            }
        }
        Pixels = targets.Count;
        while (cells.Count % 4 != 0)
        {
            cells.Add(cells[^1]);
            targets.Add(targets[^1]);
        }
        Groups = cells.Count / 4;
        Cells = [.. cells];
        Targets = [.. targets];
        // Taps side by side in memory make one row: a whole kernel row, or one tap's channels when taps are apart.
        var contiguous = _dilation == 1;
        var rowLength = contiguous ? KernelColumns * input.Pitch : input.Pitch;
        return new ConvPlan(
            contiguous ? KernelRows : KernelColumns,
            rowLength,
            SimdWidths.Pad(rowLength),
            contiguous ? input.RowStride : _dilation * input.Pitch,
            output.Pitch,
            pooled,
            relu);
    }
}
