using System.CommandLine;

namespace Diten.Simulation.Commands;

/// <summary>The option <c>--set</c>: every option of the scenario by its name, also those that have no flag.</summary>
internal sealed class SetFlag
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any option of the scenario by its name, for example --set LearningRate=0.05 --set Subcarriers=128; may be given again and again. --set ? names them all; docs/scheme.md.",
        HelpName = "name=value",
    };

    /// <summary>Declares the option on a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_set);

    /// <summary>What a person set, in the order given.</summary>
    /// <exception cref="InputException">No such option, or a value of another kind.</exception>
    public IReadOnlyList<ScenarioSetting> Read(ParseResult parsed)
    {
        var settings = (parsed.GetValue(_set) ?? []).Select(ScenarioSetting.Parse).ToArray();
        if (settings.GroupBy(setting => setting.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new InputException($"--set {twice.Key}", "is given twice; must be given once");
        return settings;
    }
}
