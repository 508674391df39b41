using Diten.Interfaces.Stations;

namespace Diten.Client.Cluster;

/// <summary>A station as it stands now.</summary>
/// <param name="Id">Station id.</param>
/// <param name="IsMacro">Whether it is the macro base station.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Settings">How it was set up; null for the macro base station and before it is.</param>
internal sealed record StationView(string Id, bool IsMacro, StationStatusMessage Status, StationSettingsMessage? Settings);
