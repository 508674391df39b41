using System.Globalization;
using Diten.Learning.Kernels;

namespace Diten.Learning.Models;

/// <summary>
/// A model as data: input shape, layers, loss. Every learner builds its network from it, and all agree on the flat
/// parameters: layers in order, each its weight row-major and then its bias.
/// </summary>
public sealed class ModelDescription
{
    /// <summary>Checks that the layers fit one another.</summary>
    /// <param name="name">Name, for example <c>lenet5</c>.</param>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="layers">Layers, first to last, one or more of them with parameters; all fixed afterwards.</param>
    /// <param name="loss">Loss; <see cref="MeanSquaredError"/> needs exactly one output, <see cref="CrossEntropy"/> two or more.</param>
    /// <exception cref="ArgumentException">A layer does not fit; the message names it and says what it takes.</exception>
    public ModelDescription(string name, TensorShape input, IReadOnlyList<ModelLayer> layers, ModelLoss loss)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(loss);
        if (input.Length < 1)
            throw new ArgumentException($"model '{name}': the input shape is empty", nameof(input));
        Name = name;
        Loss = loss;
        Layers = [.. layers];
        var shapes = new List<TensorShape> { input };
        var blocks = new List<ParameterBlock>();
        for (var i = 0; i < Layers.Count; i++)
        {
            try
            {
                shapes.Add(Layers[i].OutputShape(shapes[i]));
                AddBlocks(blocks, i, Layers[i]);
            }
            catch (Exception e) when (e is ArgumentException or OverflowException)
            {
                throw new ArgumentException($"model '{name}', layer {i} ({Layers[i].GetType().Name}): {e.Message}", nameof(layers), e);
            }
        }
        Shapes = shapes;
        Blocks = blocks;
        ParameterCount = blocks.Count == 0 ? 0 : blocks[^1].Offset + blocks[^1].Count;
        if (ParameterCount == 0)
            throw new ArgumentException($"model '{name}': no layer has parameters", nameof(layers));
        CheckLoss();
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Layers, first to last.</summary>
    public IReadOnlyList<ModelLayer> Layers { get; }

    /// <summary>Loss.</summary>
    public ModelLoss Loss { get; }

    /// <summary>Shape before the first layer and after each: one more than there are layers.</summary>
    public IReadOnlyList<TensorShape> Shapes { get; }

    /// <summary>Where each weight and bias lies in the flat parameters.</summary>
    public IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary>P, number of parameters.</summary>
    public int ParameterCount { get; }

    /// <summary>F, values of one sample.</summary>
    public int FeatureLength => Shapes[0].Length;

    /// <summary>Outputs.</summary>
    public int OutputLength => Shapes[^1].Length;

    /// <summary>What it takes and gives.</summary>
    internal ModelSignature Signature => new(Name, Shapes[0], OutputLength, Loss, ParameterCount);

    /// <summary>Draws initial parameters U(±1/√fan-in) per layer, biases too.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="parameters">Receives P values.</param>
    /// <exception cref="ArgumentException">The length is not P.</exception>
    public void Initialize(int seed, Span<float> parameters)
    {
        if (parameters.Length != ParameterCount)
            throw new ArgumentException($"parameters has {parameters.Length} values, '{Name}' has {ParameterCount}", nameof(parameters));
        var number = 0;
        foreach (var layer in Layers.Where(l => l.BiasCount > 0))
        {
            var count = layer.WeightCount + layer.BiasCount;
            Initializer.Uniform(Initializer.LayerSeed(seed, number++), layer.FanIn, parameters[..count]);
            parameters = parameters[count..];
        }
    }

    private static void AddBlocks(List<ParameterBlock> blocks, int layer, ModelLayer of)
    {
        if (of.BiasCount == 0)
            return;
        var offset = blocks.Count == 0 ? 0 : blocks[^1].Offset + blocks[^1].Count;
        var number = layer.ToString(CultureInfo.InvariantCulture);
        blocks.Add(new ParameterBlock(layer, number + ".weight", of.WeightShape, offset, of.WeightCount));
        blocks.Add(new ParameterBlock(layer, number + ".bias", [of.BiasCount], checked(offset + of.WeightCount), of.BiasCount));
    }

    private void CheckLoss()
    {
        if (Shapes[^1].Rank != 1)
            throw new ArgumentException($"model '{Name}': the last layer gives {Shapes[^1]}, the loss takes a vector; put a Flatten after it");
        if (Loss is MeanSquaredError && OutputLength != 1)
            throw new ArgumentException($"model '{Name}': MeanSquaredError takes 1 output, the last layer gives {OutputLength}");
        if (Loss is MeanSquaredError { TargetScale: var scale } && !(scale > 0 && float.IsFinite(scale)))
            throw new ArgumentException($"model '{Name}': TargetScale must be above 0 and finite, got {scale}");
        if (Loss is CrossEntropy && OutputLength < 2)
            throw new ArgumentException($"model '{Name}': CrossEntropy takes 2 or more outputs, the last layer gives {OutputLength}");
    }
}
