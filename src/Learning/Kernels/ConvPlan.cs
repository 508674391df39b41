namespace Diten.Learning.Kernels;

/// <summary>Geometry of a convolution over a sample that lies channels last with a border of zeros.</summary>
/// <param name="Rows">Rows of a window: runs of taps that lie side by side in memory.</param>
/// <param name="RowLength">Taps of a row, input channels included.</param>
/// <param name="RowPitch">The same, padded to whole vectors.</param>
/// <param name="RowStep">From row to row of the input.</param>
/// <param name="OutputPitch">Output channels, padded to whole vectors.</param>
/// <param name="Pooled">Each group of four pixels gives its maximum.</param>
/// <param name="Relu">Negative outputs become 0.</param>
internal readonly record struct ConvPlan(int Rows, int RowLength, int RowPitch, int RowStep, int OutputPitch, bool Pooled, bool Relu);
