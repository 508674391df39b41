using Diten.Core.Aggregation;
using Diten.Core.Allocation;
using Diten.Core.Energy;
using Diten.Core.Stations;
using Diten.Core.Wireless;
using Diten.Grains.Allocation;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Learning;
using Diten.Learning.Models;

namespace Diten.Grains.Mapping;

/// <summary>A station's settings as Core's options, and what may be wrong with them.</summary>
internal static class StationSettingsMapping
{
    private const int MostSensors = 256;
    private const int LongestName = 100;

    /// <summary>What is wrong with them, naming the field and the allowed range; null if nothing.</summary>
    public static string? Check(StationSettingsMessage settings)
    {
        try
        {
            Range(settings.Parameters >= 1, $"parameters = {settings.Parameters} must be 1 or more");
            Range(settings.Participants >= 0, $"participants = {settings.Participants} must be 0 (everyone) or more");
            Range(settings.StartAt >= 1, $"startAt = {settings.StartAt} must be 1 or more");
            Range(settings.TargetRounds >= 0, $"targetRounds = {settings.TargetRounds} must be 0 (endless) or more");
            Range(settings.AwayAfter >= 0, $"awayAfter = {settings.AwayAfter} must be 0 (never) or more");
            Range(settings.MacroEvery >= 1, $"macroEvery = {settings.MacroEvery} must be 1 or more");
            Range(settings.StalenessCap is null or >= 1, $"stalenessCap = {settings.StalenessCap} must be 1 or more");
            Range(settings.Adoption is "keep" or "adopt", $"adoption = '{settings.Adoption}' must be keep or adopt");
            Range(double.IsFinite(settings.WeightScale) && settings.WeightScale > 0, $"weightScale = {settings.WeightScale:R} must be finite and above 0");
            Range(double.IsFinite(settings.BandwidthHz) && settings.BandwidthHz > 0, $"bandwidthHz = {settings.BandwidthHz:R} must be finite and above 0");
            Range(double.IsFinite(settings.BitsPerParameter) && settings.BitsPerParameter > 0, $"bitsPerParameter = {settings.BitsPerParameter:R} must be finite and above 0");
            Range(double.IsFinite(settings.CyclesPerSample) && settings.CyclesPerSample >= 0, $"cyclesPerSample = {settings.CyclesPerSample:R} must be finite and 0 or more");
            Range(double.IsFinite(settings.StateReportBits) && settings.StateReportBits >= 0, $"stateReportBits = {settings.StateReportBits:R} must be finite and 0 or more");
            Range(settings.BackhaulSnrDb is >= -30 and <= 80, $"backhaulSnrDb = {settings.BackhaulSnrDb:R} must be −30 to 80");
            _ = BlockRates.BlocksOf(settings.Subcarriers, settings.BlockSubcarriers);
            _ = AllocatorCatalog.Of(settings.Allocator);
            settings.ToOptions().Validate();
            if (settings.StartModel is { } start) Range(IsContent(start, settings.Parameters), $"startModel = {start.Hash} with {start.Bytes} bytes must be a SHA-256 and {(long)ParameterBytes.PerParameter * settings.Parameters} bytes");
            if (settings.Tensors is not null) return CheckOwn(settings, settings.Tensors);
            return settings.ToLearner().ParameterCount is var count && count == settings.Parameters
                ? null
                : $"parameters = {settings.Parameters} must be {count}, as many as model '{settings.Model}' has";
        }
        catch (ArgumentException wrong)
        {
            return wrong.Message;
        }
    }

    /// <summary>Core's options of the state machine.</summary>
    public static StationOptions ToOptions(this StationSettingsMessage settings) => new()
    {
        Parameters = settings.Parameters,
        Selection = settings.Tau0 is { } tau0 ? SelectionRule.Above(tau0) : settings.Participants == 0 ? SelectionRule.All : SelectionRule.Top(settings.Participants),
        Aggregation = settings.Aggregation,
        Adoption = settings.Adoption == "adopt" ? AdoptionRule.Adopt : AdoptionRule.Keep,
        OfferSeconds = settings.OfferSeconds,
        UploadSeconds = settings.UploadSeconds,
        AggregateAt = settings.AggregateAt,
        MaxStaleness = settings.MaxStaleness,
        MaxNorm = settings.MaxNorm,
        MaxRelativeChange = settings.MaxRelativeChange,
        MostParticipants = settings.Subcarriers,
        WaitForOffers = true,
        AwayAfter = settings.AwayAfter == 0 ? null : settings.AwayAfter,
    };

    /// <summary>How τ is tamed.</summary>
    public static UpdateWeightOptions ToWeightOptions(this StationSettingsMessage settings) => new() { ClipRatio = settings.ClipRatio, StalenessCap = settings.StalenessCap };

    /// <summary>L_w, bit.</summary>
    public static double ModelBits(this StationSettingsMessage settings) => TransmitCost.ModelBits(settings.Parameters, settings.BitsPerParameter);

    /// <summary>SNR of the way to the macro base station, linear.</summary>
    public static double BackhaulSnr(this StationSettingsMessage settings) => Decibels.ToLinear(settings.BackhaulSnrDb);

    /// <summary>The learner whose initial parameters are the initial model.</summary>
    /// <exception cref="ArgumentException">No such model.</exception>
    public static ILearner ToLearner(this StationSettingsMessage settings)
    {
        if (settings.Features > 0) return LearnerFactory.Create(settings.Model, settings.Features);
        if (settings.Model != "rul-cnn") return LearnerFactory.Create(settings.Model);
        // Only the number of sensors is open, and the number of parameters grows with it.
        for (var sensors = 1; sensors < MostSensors; sensors++)
        {
            var learner = LearnerFactory.Create(settings.Model, sensors * LearnerFactory.RulWindow);
            if (learner.ParameterCount >= settings.Parameters) return learner;
        }

        throw new ArgumentException($"parameters = {settings.Parameters} fits no model '{settings.Model}'", nameof(settings));
    }

    /// <summary>w_g of version 0 where it is not given, as the simulator draws it from the same seed.</summary>
    public static float[] ToInitialModel(this StationSettingsMessage settings) => InitialModel.Of(settings.ToLearner(), settings.Seed);

    /// <summary>The model that is learned, for people.</summary>
    public static string ModelText(this StationSettingsMessage settings) =>
        $"{settings.Model}{(settings.Tensors is null ? "" : " (the devices' own)")} with {settings.Parameters} parameters";

    /// <summary>
    /// The settings of the macro base station above a base station with these: everyone takes part, weights D_m/ΣD, and a round
    /// waits for the slowest base station as long as two of its rounds may take.
    /// </summary>
    public static StationSettingsMessage ForMacro(this StationSettingsMessage settings) => settings with
    {
        Participants = 0,
        Tau0 = null,
        Aggregation = "samples",
        Adoption = "adopt",
        UploadSeconds = MacroStation.Patience(settings.MacroEvery, settings.OfferSeconds, settings.UploadSeconds),
        AggregateAt = null,
        MaxStaleness = null,
        Macro = null,
        TargetRounds = 0,
        StartAt = 1,
    };

    private static bool IsContent(ModelReferenceMessage model, int parameters) =>
        model.Version == 0 && model.Bytes == (long)ParameterBytes.PerParameter * parameters && model.Hash is { Length: 64 } && model.Hash.All(char.IsAsciiHexDigitLower);

    // Nobody here knows the model: its name is for people, its parameters come with it.
    private static string? CheckOwn(StationSettingsMessage settings, string tensors)
    {
        Range(!string.IsNullOrWhiteSpace(settings.Model) && settings.Model.Length <= LongestName, $"model = '{settings.Model}' must have 1 to {LongestName} characters");
        Range(settings.StartModel is not null, "startModel = none must be given with a model of the devices' own");
        var count = TensorLayout.Read(tensors).Sum(block => (long)block.Count);
        return count == settings.Parameters ? null : $"parameters = {settings.Parameters} must be {count}, as many as the tensors have";
    }

    private static void Range(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message);
    }
}
