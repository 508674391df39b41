using Diten.Interfaces.Models;
using Orleans.Concurrency;

namespace Diten.Interfaces.Stations;

/// <summary>The macro base station: aggregates base stations' models with weights D_m/ΣD (Eq. 18, 19); the key is its id.</summary>
[Alias("diten.IMacroStationGrain")]
public interface IMacroStationGrain : IGrainWithStringKey
{
    /// <summary>A base station joins; made again, it answers again.</summary>
    [Alias("Join")]
    Task JoinAsync(string station, StationSettingsMessage settings);

    /// <summary>Takes a base station's aggregate; counted once for each of its rounds.</summary>
    [Alias("Receive")]
    Task<UploadReply> ReceiveAsync(MacroUploadMessage upload);

    /// <summary>Where it stands.</summary>
    [Alias("GetStatus")]
    [ReadOnly, AlwaysInterleave]
    Task<StationStatusMessage> GetStatusAsync();

    /// <summary>Waits until its status is newer than <paramref name="seen"/>, at most about 20 s.</summary>
    [Alias("Watch")]
    [AlwaysInterleave]
    Task<StationStatusMessage> WatchAsync(long seen);

    /// <summary>Where to fetch its model; null before the first.</summary>
    [Alias("GetModel")]
    [ReadOnly, AlwaysInterleave]
    Task<ModelReferenceMessage?> GetModelAsync(int? version);

    /// <summary>Somebody who has test data tells how good a version is.</summary>
    [Alias("TellQuality")]
    Task TellQualityAsync(int version, double accuracy, double loss);

    /// <summary>Finished macro rounds in order.</summary>
    [Alias("GetRounds")]
    [ReadOnly, AlwaysInterleave]
    Task<IReadOnlyList<RoundMessage>> GetRoundsAsync(int fromRound, int count, bool withDevices);
}
