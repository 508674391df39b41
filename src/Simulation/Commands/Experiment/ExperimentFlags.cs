using System.CommandLine;
using System.CommandLine.Parsing;
using Diten.Simulation.Experiments;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Commands.Experiment;

/// <summary>The options of <c>experiment</c>.</summary>
internal sealed class ExperimentFlags
{
    private readonly Option<int?> _rounds = Optional("--rounds", "Rounds per series. [1 to 1000000] [default: 20; rul 200]", 1, 1_000_000);
    private readonly Option<int> _seed = Flags.Whole("--seed", "Seed; the same seed gives the same bytes in results.csv.", 1, 0, int.MaxValue);
    private readonly Option<int> _seeds = Flags.Whole("--seeds", "Repetitions, each with the next seed: means with 95 % confidence intervals. For frequency and allocator, which take many draws themselves, 1.", 1, 1, 1000);
    private readonly Option<int?> _devices = Optional("--devices", "Devices N. [1 to 1000000] [default: 100]", 1, 1_000_000);
    private readonly Option<int[]> _participants = new("--participants")
    {
        Description = "Participants per round to compare, for example 30,50,70,90. [1 to --devices] [default: the experiment's own]",
        HelpName = "list",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseList,
    };

    private readonly Option<string?> _regime = Word("--regime", "compute (2e6 cycles/sample) or communication (5e5). [default: both where time counts, otherwise compute]", "compute", "communication");
    private readonly Option<string?> _data = new("--data") { Description = "Folder with mnist/, fashion-mnist/ and cmapss/. [default: what DITEN_DATA names]", HelpName = "folder" };
    private readonly Option<string?> _dataset = new("--dataset") { Description = "Data set: mnist, fashion-mnist, digits (generated), cmapss, telemetry (generated). [default: real data where they are, otherwise generated]", HelpName = "name" };
    private readonly Option<string?> _model = new("--model") { Description = "Model that is learned. [default: lenet5; rul rul-cnn]", HelpName = "name" };
    private readonly Option<string?> _aggregation = Word("--aggregation", "Reading of Eq. (22). [default: normalized]", "literal", "normalized", "residual", "samples");
    private readonly Option<string?> _adoption = Word("--adoption", "Who takes the broadcast model: participants only (keep) or everyone (adopt).", "keep", "adopt");
    private readonly Option<int> _threads = Flags.Whole("--threads", "Threads; 0 for all processors. Changes no result.", 0, 0, 1024);

    // What has a flag here, or is what the experiments are about.
    private static readonly string[] s_own =
    [
        nameof(ScenarioOptions.Seed), nameof(ScenarioOptions.Rounds), nameof(ScenarioOptions.Devices), nameof(ScenarioOptions.Participants), nameof(ScenarioOptions.Regime),
        nameof(ScenarioOptions.Dataset), nameof(ScenarioOptions.Model), nameof(ScenarioOptions.Aggregation), nameof(ScenarioOptions.Adoption), nameof(ScenarioOptions.Threads),
        nameof(ScenarioOptions.Learner), nameof(ScenarioOptions.LearnerDevice), nameof(ScenarioOptions.ModelFile), nameof(ScenarioOptions.Scheme),
    ];

    private readonly LearnerFlags _learner = new();
    private readonly SetFlag _set = new();

    /// <summary>Where the results go.</summary>
    public Option<string> Out { get; } = new("--out") { Description = "Folder of the results.", HelpName = "folder", DefaultValueFactory = _ => "results" };

    /// <summary>Goes on with what an earlier run finished.</summary>
    public Option<bool> Resume { get; } = Flags.Switch("--resume", "Keep the series that an earlier run with the same options finished, and run the rest.");

    /// <summary>Declares the options on a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [_rounds, _seed, _seeds, _devices, _participants, _regime, _data, _dataset, _model, _aggregation, _adoption, _threads, Out, Resume];
        foreach (var option in all) command.Options.Add(option);
        _learner.AddTo(command);
        _set.AddTo(command);
    }

    /// <summary>The settings that a person chose.</summary>
    /// <exception cref="InputException">Options contradict each other.</exception>
    public ExperimentSettings Read(ParseResult parsed)
    {
        var settings = new ExperimentSettings
        {
            Rounds = parsed.GetValue(_rounds),
            Seed = parsed.GetValue(_seed),
            Seeds = parsed.GetValue(_seeds),
            Devices = parsed.GetValue(_devices),
            Participants = parsed.GetResult(_participants) is null ? null : parsed.GetValue(_participants),
            Regime = parsed.GetValue(_regime),
            DataFolder = parsed.GetValue(_data),
            Dataset = parsed.GetValue(_dataset),
            Model = parsed.GetValue(_model),
            Learner = _learner.Read(parsed),
            Aggregation = parsed.GetValue(_aggregation),
            Adoption = parsed.GetValue(_adoption),
            Threads = parsed.GetValue(_threads),
            Set = _set.Read(parsed),
        };
        if (settings.Set.FirstOrDefault(one => s_own.Contains(one.Name, StringComparer.Ordinal)) is { } owned)
            throw new InputException($"--set {owned.Name}", "has an option of its own in experiment, or is what it compares; must be another option");
        foreach (var count in settings.Participants ?? [])
        {
            if (count > settings.DeviceCount) throw new InputException("--participants", $"is {count}; must be a whole number from 1 to --devices = {settings.DeviceCount}");
        }
        if (settings.Seed > int.MaxValue - (settings.Seeds - 1)) throw new InputException("--seeds", $"is {settings.Seeds}; must be at most {int.MaxValue - settings.Seed + 1L} after --seed {settings.Seed}");
        ScenarioInput.Checked(settings.Scenario(rounds: 1));
        return settings;
    }

    private static Option<int?> Optional(string name, string description, int minimum, int maximum) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result => Flags.ParseWhole(result, name, minimum, maximum),
    };

    private static Option<string?> Word(string name, string description, params string[] allowed)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', allowed) };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !allowed.Contains(result.Tokens[^1].Value))
                result.AddError($"{name}: is '{result.Tokens[^1].Value}'; must be one of {string.Join(", ", allowed)}");
        });
        return option;
    }

    private static int[] ParseList(ArgumentResult result)
    {
        var counts = new List<int>();
        foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (int.TryParse(word, out var count) && count >= 1)
            {
                counts.Add(count);
                continue;
            }
            result.AddError($"--participants: is '{word}'; must be whole numbers from 1 to --devices, with commas between them");
            break;
        }
        return [.. counts.Distinct().Order()];
    }
}
