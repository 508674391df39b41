using Diten.Learning.Plugins;
using Diten.Simulation.Commands;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Experiments;

/// <summary>What a person may choose for an experiment; null leaves the choice to the experiment.</summary>
internal sealed record ExperimentSettings
{
    /// <summary>Rounds per series, 1 or more; null for the experiment's own number.</summary>
    public int? Rounds { get; init; }

    /// <summary>Seed of everything that is drawn, 0 or more.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many seeds, one after the other from <see cref="Seed"/> on, 1 or more: each is a repetition of everything.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>N, devices, 1 or more; null for the experiment's own number.</summary>
    public int? Devices { get; init; }

    /// <summary>Participants per round to compare, each 1 to <see cref="Devices"/>; null for the experiment's own.</summary>
    public IReadOnlyList<int>? Participants { get; init; }

    /// <summary><c>compute</c>, <c>communication</c>, or null for both where time counts and <c>compute</c> elsewhere.</summary>
    public string? Regime { get; init; }

    /// <summary>Folder with <c>mnist/</c> and the others; null for what DITEN_DATA names.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Data set by name; null for the experiment's own.</summary>
    public string? Dataset { get; init; }

    /// <summary>Model by name; null for the experiment's own.</summary>
    public string? Model { get; init; }

    /// <summary>Who trains; null for the built-in learner.</summary>
    public LearnerChoice? Learner { get; init; }

    /// <summary>Aggregation mode of the paper's scheme; null for the default.</summary>
    public string? Aggregation { get; init; }

    /// <summary>Adoption rule of the paper's scheme; null for the default.</summary>
    public string? Adoption { get; init; }

    /// <summary>Other options of the scenario.</summary>
    public IReadOnlyList<ScenarioSetting> Set { get; init; } = [];

    /// <summary>Threads; 0 for all processors. Changes no result.</summary>
    public int Threads { get; init; }

    /// <summary>The same with each seed alone.</summary>
    public IReadOnlyList<ExperimentSettings> Each => [.. Enumerable.Range(0, Seeds).Select(i => this with { Seed = Seed + i, Seeds = 1 })];

    /// <summary>Regimes to report where time counts.</summary>
    public IReadOnlyList<string> Regimes => Regime is null ? ["compute", "communication"] : [Regime];

    /// <summary>Devices, or the paper's 100.</summary>
    public int DeviceCount => Devices ?? 100;

    /// <summary>The wanted participants, or shares of all devices.</summary>
    /// <param name="percentages">Shares in percent, used where the person named none.</param>
    public IReadOnlyList<int> ParticipantsOr(params ReadOnlySpan<int> percentages)
    {
        if (Participants is not null) return Participants;
        var counts = new List<int>();
        foreach (var percentage in percentages) counts.Add((int)Math.Ceiling(DeviceCount * percentage / 100.0));
        return [.. counts.Distinct()];
    }

    /// <summary>The scenario that all series of an experiment start from.</summary>
    /// <param name="rounds">Rounds where the person named none.</param>
    public ScenarioOptions Scenario(int rounds)
    {
        var defaults = new ScenarioOptions();
        var chosen = defaults with
        {
            Rounds = Rounds ?? rounds,
            Seed = Seed,
            Devices = DeviceCount,
            Threads = Threads,
            Regime = Regime ?? defaults.Regime,
            Dataset = Dataset ?? defaults.Dataset,
            Model = Model ?? defaults.Model,
            Learner = Learner?.Learner ?? defaults.Learner,
            LearnerDevice = Learner?.Device ?? defaults.LearnerDevice,
            ModelFile = Learner?.ModelFile,
            Aggregation = Aggregation ?? defaults.Aggregation,
            Adoption = Adoption ?? defaults.Adoption,
        };
        return ScenarioSetting.Apply(chosen, Set, participantsFollow: true);
    }
}
