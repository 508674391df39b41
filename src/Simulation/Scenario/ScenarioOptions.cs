using System.ComponentModel.DataAnnotations;
using Diten.Learning.Plugins;

namespace Diten.Simulation.Scenario;

/// <summary>
/// Everything that shapes a simulated network: unit, range and default of each option. The defaults are those of the
/// published figures and are pinned by a test. Built freely, checked by <see cref="Checked"/>, which every consumer calls.
/// </summary>
public sealed partial record ScenarioOptions
{
    /// <summary>Seed of everything that is drawn; the same seed gives the same bits. 0 or more; default 1.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    /// <summary>N, devices. 1 to 1,000,000; default 100.</summary>
    [Range(1, 1_000_000)]
    public int Devices { get; init; } = 100;

    /// <summary>Base stations; with more than one, a macro base station aggregates their models. 1 to 10,000; default 1.</summary>
    [Range(1, 10_000)]
    public int Stations { get; init; } = 1;

    /// <summary>Threads that train and simulate; changes no result. 0 (all processors) to 1,024; default 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Rounds that are meant to run; 0 for endless. 0 to 10,000,000; default 0. A plan for those who drive the simulator, which itself never stops.</summary>
    [Range(0, 10_000_000)]
    public int Rounds { get; init; }

    /// <summary>Whether there is a macro base station even above a single base station. Default false.</summary>
    public bool MacroStation { get; init; }

    /// <summary>Base-station rounds per macro round. 1 to 1,000; default 1. Counts only with a macro base station.</summary>
    [Range(1, 1000)]
    public int RoundsPerMacroRound { get; init; } = 1;

    /// <summary>Evaluate the top model on the test set every so many rounds; 0 never. 0 to 1,000; default 1.</summary>
    [Range(0, 1000)]
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>Checks every range, and the rules between fields.</summary>
    /// <returns>This, unchanged.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; ParamName is the option and the message gives the range.</exception>
    public ScenarioOptions Checked()
    {
        var errors = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), errors, validateAllProperties: true))
            throw new ArgumentOutOfRangeException(errors[0].MemberNames.FirstOrDefault(), errors[0].ErrorMessage);
        Require(CoherenceBlock <= Subcarriers, nameof(CoherenceBlock), $"must be at most Subcarriers = {Subcarriers}");
        Require(FarSnrDb <= NearSnrDb, nameof(FarSnrDb), $"must be at most NearSnrDb = {NearSnrDb:R}");
        Require(MinimumDistanceMetres < CellRadiusMetres, nameof(MinimumDistanceMetres), $"must be below CellRadiusMetres = {CellRadiusMetres:R}");
        Require(!Scheme.Equals("diten", StringComparison.Ordinal) || Threshold is not null || Participants <= Subcarriers, nameof(Participants),
            $"must be at most Subcarriers = {Subcarriers}: each participant needs one");
        Require(FrequencyMinimumHz <= FrequencyMaximumHz, nameof(FrequencyMinimumHz), $"must be at most FrequencyMaximumHz = {FrequencyMaximumHz:R}");
        Require(Learner is LearnerChoice.Torch || ModelFile is null, nameof(ModelFile), "needs Learner = torch");
        Require(Learner is LearnerChoice.Torch || LearnerDevice is not "cuda", nameof(LearnerDevice), "needs Learner = torch to be cuda");
        return this;
    }

    /// <summary>ξ_i in cycles per sample: the given one, or that of the regime.</summary>
    public double EffectiveCyclesPerSample => CyclesPerSample ?? (Regime is "compute" ? 2e6 : 5e5);

    /// <summary>Threads really used.</summary>
    public int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;

    private static void Require(bool holds, string field, string rule)
    {
        if (!holds) throw new ArgumentOutOfRangeException(field, $"The field {field} {rule}.");
    }
}
