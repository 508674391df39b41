using System.Text.Json;
using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Reading;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Name">In capitals.</param>
/// <param name="Value">All that follows it, on one line.</param>
internal sealed record Instruction(string Name, string Value);

/// <summary>One stage of a Dockerfile.</summary>
/// <param name="Name">After AS.</param>
/// <param name="From">The image, or the stage, that it begins with; arguments are filled in.</param>
/// <param name="Instructions">What follows.</param>
internal sealed record Stage(string Name, string From, IReadOnlyList<Instruction> Instructions)
{
    /// <summary>The values of every instruction of a name.</summary>
    public IEnumerable<string> All(string name) => Instructions.Where(i => i.Name == name).Select(i => i.Value);

    /// <summary>The words of an instruction in its exec form; of HEALTHCHECK those after CMD.</summary>
    public string[] Words(string name)
    {
        var value = All(name).Last();
        return JsonSerializer.Deserialize<string[]>(value[value.IndexOf('[', StringComparison.Ordinal)..])!;
    }
}

/// <summary>The stages of <c>deploy/docker/Dockerfile</c>.</summary>
internal static class Dockerfile
{
    /// <summary>All stages, in order.</summary>
    public static IReadOnlyList<Stage> Stages { get; } = Read();

    /// <summary>The project files whose packages are restored.</summary>
    public static IReadOnlyList<string> Projects { get; } = [.. Stages.Single(s => s.Name == "restore").All("COPY").Select(c => c.Split(' ')[0]).Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))];

    /// <summary>A stage and those that it begins with, the first of them first.</summary>
    public static IReadOnlyList<Stage> Chain(string name)
    {
        var chain = new List<Stage>();
        for (var stage = Stages.Single(s => s.Name == name); stage is not null; stage = Stages.SingleOrDefault(s => s.Name == stage.From)) chain.Insert(0, stage);
        return chain;
    }

    /// <summary>The variables that a stage's image sets.</summary>
    public static Dictionary<string, string> Environment(string name) =>
        Chain(name).SelectMany(s => s.All("ENV")).SelectMany(v => v.Split(' ')).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);

    private static List<Stage> Read()
    {
        var text = File.ReadAllText(Repository.PathTo("deploy", "docker", "Dockerfile")).Replace("\\\n", " ", StringComparison.Ordinal);
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        var stages = new List<(string Name, string From, List<Instruction> Instructions)>();
        foreach (var line in text.Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
        {
            var (name, value) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim());
            if (name == "ARG")
            {
                // One without a default is the builder's to set.
                if (value.Contains('=', StringComparison.Ordinal)) arguments[value.Split('=')[0]] = value.Split('=')[1];
            }
            else if (name == "FROM")
            {
                var words = value.Split(' ').Where(w => !w.StartsWith("--", StringComparison.Ordinal)).ToArray();
                stages.Add((words[2], arguments.Aggregate(words[0], (image, a) => image.Replace("${" + a.Key + "}", a.Value, StringComparison.Ordinal)), []));
            }
            else
            {
                stages[^1].Instructions.Add(new Instruction(name, value));
            }
        }
        return [.. stages.Select(s => new Stage(s.Name, s.From, s.Instructions))];
    }
}
