using System.CommandLine;
using Diten.Learning.Plugins;

namespace Diten.Simulation.Commands;

/// <summary>The options that say who trains.</summary>
/// <param name="ownModels">False where no model of the user's own can be used.</param>
internal sealed class LearnerFlags(bool ownModels = true)
{
    private readonly Option<string> _learner = Flags.Word("--learner", "Who trains: the built-in learner, or TorchSharp (a plug-in of half a gigabyte, docs/learners.md).", LearnerChoice.BuiltIn, LearnerChoice.BuiltIn, LearnerChoice.Torch);
    private readonly Option<string> _device = Flags.Word("--learner-device", "Where torch computes; auto takes CUDA where it is.", "auto", "auto", "cpu", "cuda");
    private readonly Option<string?> _file = new("--model-file") { Description = "A model of your own for torch, in the place of --model: TorchScript (.pt), or an assembly with an ITorchModelFactory (.dll).", HelpName = "file" };

    /// <summary>Declares the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_learner);
        command.Options.Add(_device);
        if (ownModels) command.Options.Add(_file);
    }

    /// <summary>The choice.</summary>
    /// <exception cref="InputException">Options contradict each other.</exception>
    public LearnerChoice Read(ParseResult parsed)
    {
        var choice = new LearnerChoice(parsed.GetValue(_learner)!, parsed.GetValue(_device)!, parsed.GetResult(_file) is null ? null : parsed.GetValue(_file));
        if (choice.Learner != LearnerChoice.Torch)
        {
            if (choice.ModelFile is not null) throw new InputException("--model-file", "needs --learner torch");
            if (choice.Device == "cuda") throw new InputException("--learner-device", "cuda needs --learner torch");
        }
        return choice;
    }
}
