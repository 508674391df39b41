using Diten.Learning.Allocation;
using Diten.Learning.Models;
using Diten.Learning.Plugins;
using Diten.Learning.Torch.Allocation;
using Diten.Learning.Torch.Models;

namespace Diten.Learning.Torch;

/// <summary>What the programs load for <c>--learner torch</c>.</summary>
public sealed class TorchPlugin : ILearnerPlugin
{
    /// <inheritdoc/>
    public ILearner Create(ModelDescription model, string device) => new TorchLearner(model, device);

    /// <inheritdoc/>
    public ILearner Open(string file, ModelDescription like, string device)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(like);
        // What is missing on this machine comes before what is wrong with the file.
        TorchDevice.Find(device);
        if (!File.Exists(file)) throw new FileNotFoundException($"there is no model file {file}", file);
        var (input, outputs) = (like.Shapes[0], like.OutputLength);
        if (!file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            return new TorchLearner(TorchModel.FromTorchScript(file, input, outputs, like.Loss), device);
        var factory = ModelAssembly.Load(file);
        return new TorchLearner(TorchModel.FromModule(Path.GetFileNameWithoutExtension(file), input, outputs, like.Loss, () => factory.Create(input, outputs)), device);
    }

    /// <inheritdoc/>
    public IPolicyNetwork Policy(IPolicyNetwork network, string device) => new TorchPolicy(network, TorchDevice.Find(device));
}
