using Diten.Core.Network;
using Diten.Interfaces.Stations;

namespace Diten.Client.Mapping;

/// <summary>Stations: wire messages to the values of the port.</summary>
internal static class StationMapping
{
    /// <summary>A base station.</summary>
    /// <param name="status">Where it stands.</param>
    /// <param name="settings">How it was set up; null while it is not.</param>
    public static StationSnapshot ToCore(this StationStatusMessage status, StationSettingsMessage? settings) => new(
        status.Station,
        settings?.X ?? 0,
        settings?.Y ?? 0,
        IsMacro: false,
        status.Members,
        settings?.Subcarriers ?? 0,
        settings?.BandwidthHz ?? 0,
        status.FinishedRound,
        status.Model?.Version ?? 0,
        status.Buffered,
        Refused(status),
        status.Away);

    /// <summary>The macro base station, which stands at the plant's centre and shares its base stations' band.</summary>
    /// <param name="status">Where it stands.</param>
    /// <param name="settings">Those of one of its base stations; null while there is none.</param>
    /// <param name="devices">Devices of all its base stations.</param>
    public static StationSnapshot ToMacro(this StationStatusMessage status, StationSettingsMessage? settings, int devices) =>
        status.ToCore(settings) with { X = 0, Y = 0, IsMacro = true, Devices = devices };

    private static Dictionary<string, long> Refused(StationStatusMessage status)
    {
        var refused = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < status.RefusedReasons.Length; i++) refused[status.RefusedReasons[i]] = status.RefusedCounts[i];
        return refused;
    }
}
