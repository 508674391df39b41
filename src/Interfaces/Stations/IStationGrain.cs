using Diten.Interfaces.Models;
using Diten.Interfaces.Twins;
using Orleans.Concurrency;

namespace Diten.Interfaces.Stations;

/// <summary>
/// A base station (Alg. 1): registration, offers, allocation of subcarriers, uploads, aggregation; the key is the station id.
/// It drives its rounds by itself in real time once it is configured and has members.
/// </summary>
[Alias("diten.IStationGrain")]
public interface IStationGrain : IGrainWithStringKey
{
    /// <summary>Configures the station. The same settings again change nothing; others are refused once a round has begun, naming the field.</summary>
    [Alias("Configure")]
    Task<ConfigureReply> ConfigureAsync(StationSettingsMessage settings);

    /// <summary>The settings; null before it is configured.</summary>
    [Alias("GetSettings")]
    [ReadOnly, AlwaysInterleave]
    Task<StationSettingsMessage?> GetSettingsAsync();

    /// <summary>Registers a device (called by its twin).</summary>
    [Alias("Register")]
    Task<RegistrationReply> RegisterAsync(RegistrationMessage registration);

    /// <summary>Sees a device off; the ticket for the next station, the same one again if asked again; null if it never was here under that epoch.</summary>
    [Alias("Deregister")]
    Task<RegistrationMessage?> DeregisterAsync(string device, int epoch);

    /// <summary>Where the station stands now.</summary>
    [Alias("GetStatus")]
    [ReadOnly, AlwaysInterleave]
    Task<StationStatusMessage> GetStatusAsync();

    /// <summary>Waits until the station's status is newer than <paramref name="seen"/>, at most about 20 s, and gives it.</summary>
    [Alias("Watch")]
    [AlwaysInterleave]
    Task<StationStatusMessage> WatchAsync(long seen);

    /// <summary>Takes an offer (called by the device's twin).</summary>
    [Alias("Offer")]
    Task<OfferReply> OfferAsync(StationOfferMessage offer);

    /// <summary>What the device may do in a round: decision, subcarriers and deadline.</summary>
    [Alias("GetGrant")]
    [AlwaysInterleave]
    Task<GrantMessage> GetGrantAsync(string device, int round);

    /// <summary>Takes a model; counted once however often it is sent.</summary>
    [Alias("Upload")]
    Task<UploadReply> UploadAsync(UploadMessage upload);

    /// <summary>Stops waiting for a device, for example after its last will, until it is heard again.</summary>
    [Alias("Withdraw")]
    Task WithdrawAsync(string device);

    /// <summary>A device is heard again after its last will (called by its twin); one that registers or offers is heard without it.</summary>
    [Alias("Return")]
    Task ReturnAsync(string device);

    /// <summary>Where to fetch a version of the model; null: the newest. Null if that version is not kept any more.</summary>
    [Alias("GetModel")]
    [ReadOnly, AlwaysInterleave]
    Task<ModelReferenceMessage?> GetModelAsync(int? version);

    /// <summary>Somebody who has test data tells how good a version is.</summary>
    [Alias("TellQuality")]
    Task TellQualityAsync(int version, double accuracy, double loss);

    /// <summary>Finished rounds in order from <paramref name="fromRound"/>, at most <paramref name="count"/>; without device rows if not asked for.</summary>
    [Alias("GetRounds")]
    [ReadOnly, AlwaysInterleave]
    Task<IReadOnlyList<RoundMessage>> GetRoundsAsync(int fromRound, int count, bool withDevices);

    /// <summary>Who owned which subcarrier; null if unknown. <paramref name="round"/> null is the last.</summary>
    [Alias("GetAllocation")]
    [ReadOnly, AlwaysInterleave]
    Task<AllocationMessage?> GetAllocationAsync(int? round);

    /// <summary>The macro base station gives its model (Eq. 18, 19).</summary>
    [Alias("TakeModel")]
    Task TakeModelAsync(ModelReferenceMessage model);
}
