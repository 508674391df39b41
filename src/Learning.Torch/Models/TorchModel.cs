using Diten.Learning.Models;
using Diten.Learning.Torch.Natives;
using TorchSharp;

namespace Diten.Learning.Torch.Models;

/// <summary>
/// A model for <see cref="TorchLearner"/>: a <see cref="ModelDescription"/>, a module of the user's own in C#, or a TorchScript
/// file. Its flat parameters are the module's <c>parameters()</c> in the order in which they are declared, each row-major.
/// </summary>
public sealed class TorchModel
{
    private readonly Func<torch.nn.Module> _create;
    private readonly bool _draws;

    private TorchModel(string name, TensorShape input, int outputs, ModelLoss loss, Func<torch.nn.Module> create, bool draws)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(create);
        if (input.Length < 1) throw new ArgumentException($"model '{name}': the input shape is empty", nameof(input));
        if (loss is MeanSquaredError && outputs != 1) throw new ArgumentException($"model '{name}': MeanSquaredError takes 1 output, got {outputs}", nameof(outputs));
        if (loss is CrossEntropy && outputs < 2) throw new ArgumentException($"model '{name}': CrossEntropy takes 2 or more outputs, got {outputs}", nameof(outputs));
        (Name, Input, OutputLength, Loss, _create, _draws) = (name, input, outputs, loss, create, draws);
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Shape of a sample; the module is given a batch of them.</summary>
    public TensorShape Input { get; }

    /// <summary>Outputs: classes, or 1 for regression. The module gives [batch, outputs], without a softmax.</summary>
    public int OutputLength { get; }

    /// <summary>Loss.</summary>
    public ModelLoss Loss { get; }

    /// <summary>The description, where there is one.</summary>
    internal ModelDescription? Description { get; private init; }

    /// <summary>Held by whoever seeds or draws from torch's generator, which is one for the process.</summary>
    internal static Lock Generator { get; } = new();

    /// <summary>The description that the built-in learner uses too.</summary>
    public static TorchModel Of(ModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return new TorchModel(description.Name, description.Shapes[0], description.OutputLength, description.Loss, () => DescribedModule.Create(description), draws: true) { Description = description };
    }

    /// <summary>A module of the user's own.</summary>
    /// <param name="name">Name.</param>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="outputs">Classes, or 1 for regression.</param>
    /// <param name="loss">Loss.</param>
    /// <param name="create">Makes a module with new initial parameters; called for each thread, and seeded before.</param>
    /// <exception cref="ArgumentException">Outputs and loss do not fit.</exception>
    public static TorchModel FromModule(string name, TensorShape input, int outputs, ModelLoss loss, Func<torch.nn.Module<torch.Tensor, torch.Tensor>> create) =>
        new(name, input, outputs, loss, create, draws: true);

    /// <summary>A TorchScript file; its own parameters are the initial model.</summary>
    /// <param name="file">As <c>torch.jit.save</c> writes it.</param>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="outputs">Classes, or 1 for regression.</param>
    /// <param name="loss">Loss.</param>
    /// <exception cref="ArgumentException">Outputs and loss do not fit.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static TorchModel FromTorchScript(string file, TensorShape input, int outputs, ModelLoss loss)
    {
        if (!File.Exists(file)) throw new FileNotFoundException($"there is no model file {file}", file);
        return new TorchModel(Path.GetFileNameWithoutExtension(file), input, outputs, loss, () => Script(file), draws: false);
    }

    /// <summary>Shape of a batch.</summary>
    internal long[] BatchShape(int samples) => Input.Rank switch
    {
        1 => [samples, Input.Channels],
        2 => [samples, Input.Channels, Input.Width],
        _ => [samples, Input.Channels, Input.Height, Input.Width],
    };

    /// <summary>A module with parameters of its own.</summary>
    internal torch.nn.Module Create()
    {
        lock (Generator) return _create();
    }

    /// <summary>Initial parameters: by the description, else by the seeded generator, else those of the file.</summary>
    internal float[] Initial(int seed)
    {
        if (Description is not null)
        {
            var drawn = new float[Description.ParameterCount];
            Description.Initialize(seed, drawn);
            return drawn;
        }
        NativeTorch.Require();
        lock (Generator)
        {
            if (_draws) torch.manual_seed(seed);
            using var network = new TorchNetwork(this, torch.CPU);
            var values = new float[network.Blocks[^1].Offset + network.Blocks[^1].Count];
            network.Store(values);
            return values;
        }
    }

    private static torch.jit.ScriptModule<torch.Tensor, torch.Tensor> Script(string file)
    {
        try
        {
            return torch.jit.load<torch.Tensor, torch.Tensor>(file);
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw new LearnerException($"{file} is not a TorchScript model that torch can read; torch.jit.save writes one (torch.save does not): {e.Message.Split('\n')[0]}", e);
        }
    }
}
