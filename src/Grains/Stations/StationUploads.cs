using Diten.Core.Stations;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>What uploads of devices and of base stations have in common.</summary>
internal static class StationUploads
{
    /// <summary>Bytes as parameters, not copied. A length that is no whole number of them is the wrong shape, like any other wrong length.</summary>
    public static ReadOnlyMemory<float> View(byte[]? bytes) => bytes is not null && bytes.Length % ParameterBytes.PerParameter == 0 ? ParameterBytes.View(bytes) : default;

    /// <summary>The answer to the sender.</summary>
    public static UploadReply Reply(UploadOutcome outcome) => new()
    {
        Code = (UploadCode)outcome.Status,
        Reason = outcome.Status == UploadStatus.Refused ? RefusalCounts.NameOf(outcome.Reason) : null,
        Awaited = outcome.Awaited,
    };

    /// <summary>A time or an energy that the sender told; 0 if it is none.</summary>
    public static double Told(double value) => double.IsFinite(value) && value >= 0 ? value : 0;
}
