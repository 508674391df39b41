using System.CommandLine;
using Diten.Learning;
using Diten.Learning.Models;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands.Live;

/// <summary>The options by which a model comes from elsewhere and goes elsewhere, as safetensors.</summary>
internal sealed class ModelFiles
{
    private readonly Option<string?> _start = new("--start-model") { Description = "Begin with this model instead of a random one: safetensors with the model's tensors.", HelpName = "file" };
    private readonly Option<string?> _save = new("--save-model") { Description = "Write the last global model there, as safetensors.", HelpName = "file" };

    /// <summary>Declares the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_start);
        command.Options.Add(_save);
    }

    /// <summary>Whether any is given.</summary>
    public bool AreUsed(ParseResult parsed) => parsed.GetValue(_start) is not null || parsed.GetValue(_save) is not null;

    /// <summary>The workload, beginning with the model that was asked for.</summary>
    /// <exception cref="InputException">The file cannot be read, or is of another model.</exception>
    public Workload Begin(ParseResult parsed, Workload workload)
    {
        if (parsed.GetValue(_start) is not { } file) return workload;
        try
        {
            return workload with { Learner = new StartingLearner(workload.Learner, SafeTensors.Read(File.ReadAllBytes(file), workload.Learner.Blocks)) };
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new InputException("--start-model", $"{file}: {e.Message}");
        }
    }

    /// <summary>Writes the global model if it was asked for.</summary>
    public void End(ParseResult parsed, Simulator simulator, TextWriter output)
    {
        if (parsed.GetValue(_save) is not { } file) return;
        var learner = simulator.Workload!.Learner;
        File.WriteAllBytes(file, SafeTensors.Write(learner.Blocks, simulator.GlobalModel.Span, new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = learner.Name, ["round"] = $"{simulator.Round}" }));
        output.WriteLine($"model of round {simulator.Round}: {file}");
    }
}
