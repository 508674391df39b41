using Diten.Learning.Allocation;
using Diten.Learning.Data;
using Diten.Learning.Models;

namespace Diten.Learning.Plugins;

/// <summary>Who trains: the built-in learner or a plug-in.</summary>
/// <param name="Learner"><c>built-in</c> or <c>torch</c>.</param>
/// <param name="Device">Where torch computes: <c>auto</c> (CUDA where it is), <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="ModelFile">A model of the user's own for torch; null for a named one.</param>
public sealed record LearnerChoice(string Learner = LearnerChoice.BuiltIn, string Device = "auto", string? ModelFile = null)
{
    /// <summary>The learner that is part of the program.</summary>
    public const string BuiltIn = "built-in";

    /// <summary>The learner on TorchSharp.</summary>
    public const string Torch = "torch";

    /// <summary>Creates the learner that fits a data set.</summary>
    /// <param name="model">Name of the model; with a model file, of the one that it takes the place of.</param>
    /// <param name="data">Gives the values per sample and the classes.</param>
    /// <exception cref="ArgumentException">No such model or learner, or they do not fit each other or the data.</exception>
    /// <exception cref="FileNotFoundException">There is no such model file.</exception>
    /// <exception cref="LearnerException">Something is missing on this machine, or the model file cannot be used; the message says what to do.</exception>
    public ILearner Create(string model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!IsTorch()) return LearnerFactory.Create(model, data);
        var description = LearnerFactory.Describe(model, data.FeatureLength, data.Classes);
        return ModelFile is null ? LearnerPlugins.Torch.Create(description, Device) : LearnerPlugins.Torch.Open(ModelFile, description, Device);
    }

    /// <summary>The allocator's network for training.</summary>
    /// <param name="network">The network; training changes its parameters.</param>
    /// <exception cref="ArgumentException">No such learner.</exception>
    /// <exception cref="LearnerException">Something is missing on this machine; the message says what to do.</exception>
    public IPolicyNetwork Policy(IPolicyNetwork network) => IsTorch() ? LearnerPlugins.Torch.Policy(network, Device) : network;

    private bool IsTorch()
    {
        if (Learner == Torch) return true;
        if (Learner != BuiltIn) throw new ArgumentException($"no learner '{Learner}'; there are {BuiltIn}, {Torch}");
        if (ModelFile is not null) throw new ArgumentException($"a model file needs the learner {Torch}");
        if (Device == "cuda") throw new ArgumentException($"device cuda needs the learner {Torch}");
        return false;
    }
}
