using Diten.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Diten.Learning.Torch.Models;

/// <summary>A <see cref="ModelDescription"/> as a torch module; its parameters have the names and the order of the description's blocks.</summary>
internal static class DescribedModule
{
    public static nn.Module<Tensor, Tensor> Create(ModelDescription description)
    {
        var layers = new (string, nn.Module<Tensor, Tensor>)[description.Layers.Count];
        for (var i = 0; i < layers.Length; i++) layers[i] = ($"{i}", Layer(description.Layers[i], description.Shapes[i]));
        return nn.Sequential(layers);
    }

    private static nn.Module<Tensor, Tensor> Layer(ModelLayer layer, TensorShape input) => layer switch
    {
        Conv2D c => nn.Conv2d(c.InputChannels, c.OutputChannels, (long)c.Kernel, padding: (long)c.Padding),
        Conv1D c => nn.Conv1d(c.InputChannels, c.OutputChannels, (long)c.Kernel, padding: (long)c.Padding, dilation: c.Dilation),
        Dense d => nn.Linear(d.Inputs, d.Outputs),
        Relu => nn.ReLU(),
        MaxPool2 => input.Rank == 3 ? nn.MaxPool2d(2L) : nn.MaxPool1d(2L),
        Flatten => nn.Flatten(),
        _ => throw new ArgumentException($"torch has no layer for {layer.GetType().Name}", nameof(layer)),
    };
}
