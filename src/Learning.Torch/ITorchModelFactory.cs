using Diten.Learning.Models;
using static TorchSharp.torch;

namespace Diten.Learning.Torch;

/// <summary>Makes a user's own module; an assembly given as <c>--model-file</c> has one public class that implements it, with a constructor without parameters.</summary>
public interface ITorchModelFactory
{
    /// <summary>Makes a module with new initial parameters; called for each thread, and seeded before.</summary>
    /// <param name="input">Shape of a sample; the module is given a batch of them.</param>
    /// <param name="outputs">Classes, or 1 for regression: the module gives [batch, outputs], without a softmax.</param>
    nn.Module<Tensor, Tensor> Create(TensorShape input, int outputs);
}
