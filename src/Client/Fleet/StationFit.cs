using Diten.Interfaces.Stations;
using Diten.Learning.Models;

namespace Diten.Client.Fleet;

/// <summary>Whether devices can learn at a station that was set up otherwise than they would have.</summary>
internal static class StationFit
{
    /// <summary>Why they cannot, to be read after the station's name; null if they can.</summary>
    /// <param name="station">How the station was set up.</param>
    /// <param name="wanted">How the devices would have.</param>
    public static string? WhyNot(StationSettingsMessage station, StationSettingsMessage wanted)
    {
        if (station.Parameters != wanted.Parameters || !string.Equals(station.Model, wanted.Model, StringComparison.Ordinal) || !AreAlike(station, wanted))
            return $"learns {Text(station)}, these devices {Text(wanted)}{(Text(station) == Text(wanted) ? " and other layers" : "")}";
        return station.Subcarriers != wanted.Subcarriers || station.BlockSubcarriers != wanted.BlockSubcarriers
            ? $"has {station.Subcarriers} subcarriers in blocks of {station.BlockSubcarriers}, these devices a radio of {wanted.Subcarriers} in blocks of {wanted.BlockSubcarriers}"
            : null;
    }

    // A silo of an older version does not keep the tensors of a model whose name it does not know; name and size are left.
    private static bool AreAlike(StationSettingsMessage station, StationSettingsMessage wanted) =>
        string.Equals(station.Tensors, wanted.Tensors, StringComparison.Ordinal) || (station.Tensors is null && !LearnerFactory.Names.Contains(station.Model, StringComparer.Ordinal));

    private static string Text(StationSettingsMessage settings) =>
        $"{settings.Model}{(settings.Tensors is null ? "" : " (a model of one's own)")} with {settings.Parameters:N0} parameters";
}
