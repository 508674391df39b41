using Diten.Core.Network;

namespace Diten.Client.Bridge;

/// <summary>
/// Numbers for reports that have none of their own. A number comes from the time of the report, so that one that is delivered
/// twice has the same number twice, and its twin knows it.
/// </summary>
internal static class ReportNumber
{
    /// <summary>Number of a report of this time: Unix milliseconds.</summary>
    public static long Of(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    /// <summary>Number of a report without a time, which has that of its arrival: above all that were given to the machine so far.</summary>
    public static long OfArrival(DateTimeOffset at, long last) => Math.Max(Of(at), last + 1);

    /// <summary>
    /// Another number for a report whose first one the twin has had, because several reports fell into one millisecond, or the
    /// clock that gave the number is behind that of the one before; null if the report is a duplicate, or older than the twin.
    /// </summary>
    /// <param name="at">Time of the report.</param>
    /// <param name="isArrival">Whether that is the time of its arrival.</param>
    /// <param name="isHeld">Whether the twin has these very readings of this very time.</param>
    /// <param name="twin">The twin.</param>
    public static long? Another(DateTimeOffset at, bool isArrival, bool isHeld, TwinSnapshot twin) =>
        !isHeld && (isArrival || Of(at) == Of(twin.At)) ? twin.LastSequence + 1 : null;

    /// <summary>Whether the twin's state, as it is, shows a report.</summary>
    public static bool IsShown(DateTimeOffset at, IReadOnlyDictionary<string, double> state, TwinSnapshot twin) =>
        twin.At == at && state.All(reading => twin.State.TryGetValue(reading.Key, out var value) && value.Equals(reading.Value));
}
