using System.CommandLine;
using Diten.Learning.Models;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Commands.Live;

/// <summary>The option <c>--save-model</c>: the last global model goes elsewhere, as safetensors.</summary>
internal sealed class SaveModelFlag
{
    private readonly Option<string?> _save = new("--save-model") { Description = "Write the last global model there, as safetensors.", HelpName = "file" };

    /// <summary>Declares the option on a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_save);

    /// <summary>Whether it is given.</summary>
    public bool IsUsed(ParseResult parsed) => parsed.GetValue(_save) is not null;

    /// <summary>Tries whether the model can be written there, before a long run and not after it; leaves everything as it is.</summary>
    /// <exception cref="InputException">It cannot.</exception>
    public void Check(ParseResult parsed)
    {
        if (parsed.GetValue(_save) is { } file) WritableFile.Require("--save-model", file);
    }

    /// <summary>Writes the global model if it was asked for.</summary>
    public void Write(ParseResult parsed, Simulator simulator, TextWriter output)
    {
        if (parsed.GetValue(_save) is not { } file) return;
        var learner = simulator.Workload!.Learner;
        File.WriteAllBytes(file, SafeTensors.Write(learner.Blocks, simulator.GlobalModel.Span, new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = learner.Name, ["round"] = $"{simulator.Round}" }));
        output.WriteLine($"model of round {simulator.Round}: {file}");
    }
}
