using Diten.Interfaces.Stations;
using Diten.Learning.Data;
using Diten.Simulation.Scenario;

namespace Diten.Client.Fleet;

/// <summary>How a scenario sets up its base stations.</summary>
internal static class StationSetup
{
    /// <summary>The settings of a base station.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="workload">What is learned.</param>
    /// <param name="start">The first global model where it is given.</param>
    /// <param name="place">Where the station stands.</param>
    /// <param name="members">Devices that it serves at the beginning; it waits for them before the first round.</param>
    public static StationSettingsMessage Of(FleetOptions fleet, Workload workload, StartModel? start, Place place, int members)
    {
        var options = fleet.Scenario;
        var sync = options.Scheme is not "diten";
        return new StationSettingsMessage
        {
            Model = start?.OwnName ?? options.Model,
            Parameters = workload.Learner.ParameterCount,
            Features = workload.Learner.FeatureLength,
            Seed = options.Seed,
            Participants = sync ? 0 : options.Participants,
            Tau0 = sync ? null : options.Threshold,
            Aggregation = sync ? "samples" : options.Aggregation,
            Adoption = sync ? "adopt" : options.Adoption,
            Allocator = options.Scheme switch { "sync" => "equal-share", "sync-own-best" => "own-best", _ => options.Allocator },
            OfferSeconds = fleet.OfferSeconds,
            UploadSeconds = fleet.UploadSeconds,
            BandwidthHz = options.BandwidthHz,
            Subcarriers = options.Subcarriers,
            BlockSubcarriers = options.CoherenceBlock,
            BitsPerParameter = options.BitsPerParameter,
            CyclesPerSample = options.EffectiveCyclesPerSample * options.Epochs,
            ClipRatio = options.ClipRatio,
            StalenessCap = options.StalenessCap,
            WeightScale = options.WeightScale,
            Macro = fleet.Macro,
            X = place.X,
            Y = place.Y,
            TargetRounds = options.Rounds,
            StartAt = Math.Max(1, members),
            Dataset = DataSource.NameOf(workload.Data.Source),
            Regime = options.Regime,
            StateReportBits = options.StateReportBits,
            BackhaulSnrDb = options.BackhaulSnrDb,
            MacroEvery = options.RoundsPerMacroRound,
            AwayAfter = fleet.AwayAfter,
            StartModel = start?.Reference,
            Tensors = start?.Tensors,
        };
    }

    /// <summary>Sets a station up; the first global model, where it is given, is in the store when it does.</summary>
    public static Task<ConfigureReply> ConfigureAsync(FleetContext fleet, string station, StationSettingsMessage settings, CancellationToken stop)
    {
        Task<ConfigureReply> Ask() => fleet.Access.Grains.GetGrain<IStationGrain>(station).ConfigureAsync(settings);
        return fleet.Patience.AskAsync(() => fleet.Start?.HoldAsync(fleet.Access.Grains, $"{station}/start/{fleet.Options.Prefix}", Ask) ?? Ask(), stop);
    }
}
