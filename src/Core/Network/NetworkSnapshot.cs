using System.Text.Json.Serialization;

namespace Diten.Core.Network;

/// <summary>The network as a whole, for the front page.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Profile"><c>simulation</c> or <c>cluster</c>.</param>
/// <param name="Scheme">Learning scheme, for example <c>diten</c> or <c>sync</c>.</param>
/// <param name="Aggregation">Aggregation mode.</param>
/// <param name="Adoption">Adoption rule: <c>keep</c> or <c>adopt</c>.</param>
/// <param name="Allocator">Subcarrier allocator.</param>
/// <param name="Regime"><c>compute</c> or <c>communication</c>.</param>
/// <param name="Dataset">What is learned, with a word on where it came from.</param>
/// <param name="Model">Model name, for example <c>lenet5</c>.</param>
/// <param name="ModelParameters">Parameters of the model.</param>
/// <param name="Seed">Seed that reproduces the run.</param>
/// <param name="Devices">Number of devices that learn.</param>
/// <param name="Stations">Number of base stations.</param>
/// <param name="Participants">Wanted participants per round.</param>
/// <param name="Round">Last finished round; 0 before the first.</param>
/// <param name="TargetRounds">Rounds that will run; 0 for endless.</param>
/// <param name="VirtualSeconds">Network time so far, s.</param>
/// <param name="EnergyJoules">Energy so far, J.</param>
/// <param name="ModelBits">Bits of model updates so far (Eq. 20).</param>
/// <param name="StateBits">Bits of state reports so far.</param>
/// <param name="Accuracy">Test accuracy of the global model, 0..1; null if not measured.</param>
/// <param name="Loss">Test loss; null if not measured.</param>
/// <param name="Status"><c>starting</c>, <c>running</c>, <c>paused</c>, <c>finished</c> or <c>failed: …</c>.</param>
/// <param name="Twins">Number of twins: devices that learn, and machines that are only watched.</param>
public sealed record NetworkSnapshot(
    string Name,
    string Profile,
    string Scheme,
    string Aggregation,
    string Adoption,
    string Allocator,
    string Regime,
    string Dataset,
    string Model,
    int ModelParameters,
    int Seed,
    int Devices,
    int Stations,
    int Participants,
    int Round,
    int TargetRounds,
    double VirtualSeconds,
    double EnergyJoules,
    double ModelBits,
    double StateBits,
    double? Accuracy,
    double? Loss,
    string Status,
    int Twins)
{
    /// <summary>Machines that are watched and take no part in learning; an index that is a moment behind makes no negative number of them.</summary>
    [JsonIgnore]
    public int Machines => Math.Max(0, Twins - Devices);
}

/// <summary>A base station.</summary>
/// <param name="Id">Station id, for example <c>bs-1</c>.</param>
/// <param name="X">East of the plant's centre, m.</param>
/// <param name="Y">North of the plant's centre, m.</param>
/// <param name="IsMacro">True for the macro base station.</param>
/// <param name="Devices">Devices registered with it.</param>
/// <param name="Subcarriers">C0, subcarriers it hands out.</param>
/// <param name="BandwidthHz">W, Hz.</param>
/// <param name="Round">Last finished round.</param>
/// <param name="ModelVersion">Version of its aggregate.</param>
/// <param name="BufferedUpdates">Updates waiting for aggregation.</param>
/// <param name="Refused">Refused updates by reason.</param>
/// <param name="Away">Devices that it does not wait for until they are heard again; they are among <paramref name="Devices"/>.</param>
public sealed record StationSnapshot(
    string Id,
    double X,
    double Y,
    bool IsMacro,
    int Devices,
    int Subcarriers,
    double BandwidthHz,
    int Round,
    int ModelVersion,
    int BufferedUpdates,
    IReadOnlyDictionary<string, long> Refused,
    int Away = 0);

/// <summary>Who owned which subcarrier in one round.</summary>
/// <param name="Station">Station id.</param>
/// <param name="Round">Round.</param>
/// <param name="Owner">Device id per subcarrier; null where unused. Length C0.</param>
/// <param name="MakespanSeconds">Slowest participant's T_i, s.</param>
/// <param name="Psi">Σ λ (T_i − T_ave)² (Eq. 36), s².</param>
public sealed record AllocationSnapshot(string Station, int Round, IReadOnlyList<string?> Owner, double MakespanSeconds, double Psi);
