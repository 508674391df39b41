namespace Diten.Learning.Models;

/// <summary>Where one weight or bias tensor lies in the flat parameters of a model.</summary>
/// <param name="Layer">Index of its layer in the description.</param>
/// <param name="Name">As in the <c>state_dict</c> of a PyTorch <c>Sequential</c> of the same layers, for example <c>0.weight</c>.</param>
/// <param name="Shape">Dimensions, output first; row-major.</param>
/// <param name="Offset">First value.</param>
/// <param name="Count">Values.</param>
public sealed record ParameterBlock(int Layer, string Name, IReadOnlyList<int> Shape, int Offset, int Count);
