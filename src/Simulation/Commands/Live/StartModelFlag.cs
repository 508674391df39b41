using System.CommandLine;
using System.Security.Cryptography;
using Diten.Learning.Models;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands.Live;

/// <summary>The option <c>--start-model</c>: the first global model comes from elsewhere, as safetensors.</summary>
internal sealed class StartModelFlag
{
    private const string Name = "--start-model";

    private readonly Option<string?> _start = new(Name) { Description = "Begin with this model instead of a random one: safetensors with the model's tensors (docs/learners.md).", HelpName = "file" };

    /// <summary>Declares the option on a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_start);

    /// <summary>Whether it is given.</summary>
    public bool IsUsed(ParseResult parsed) => parsed.GetValue(_start) is not null;

    /// <summary>The workload, beginning with the model that was asked for.</summary>
    /// <exception cref="InputException">The file cannot be read, or is of another model.</exception>
    public Workload Begin(ParseResult parsed, Workload workload) => parsed.GetValue(_start) is { } file
        ? workload with { Learner = new StartingLearner(workload.Learner, Read(file, bytes => SafeTensors.Read(bytes, workload.Learner.Blocks))) }
        : workload;

    /// <summary>A line that names the model by its content; empty where none is given.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public string Fingerprint(ParseResult parsed) => parsed.GetValue(_start) is { } file
        ? $"StartModel={Path.GetFileName(file)} {Read(file, bytes => Convert.ToHexStringLower(SHA256.HashData(bytes)))}\n"
        : "";

    private static T Read<T>(string file, Func<byte[], T> read)
    {
        try
        {
            return read(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new InputException(Name, $"{file}: {e.Message}");
        }
    }
}
