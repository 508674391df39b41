using System.Globalization;
using Diten.Core.Network;
using Diten.Simulation.Experiments.Paper;

namespace Diten.Simulation.Commands.Live;

/// <summary>A round as one line, and the sums so far.</summary>
internal sealed class RoundLine
{
    private double _joules;
    private double _bits;

    /// <summary>The line of the next round.</summary>
    public string Of(RoundSnapshot round)
    {
        _joules += round.EnergyJoules;
        _bits += round.ModelBits;
        var learned = round.Accuracy is { } accuracy
            ? string.Create(CultureInfo.InvariantCulture, $"accuracy {100 * accuracy,6:F2} %   loss {round.Loss ?? double.NaN,6:F4}   ")
            // A regression has a loss and no accuracy.
            : round.Loss is { } error ? string.Create(CultureInfo.InvariantCulture, $"loss {error,6:F4}   ") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"round {round.Round,4}   {learned}{round.Participants,3} sent   took {Say.Seconds(round.DurationSeconds),8}   network time {Say.Seconds(round.StartSeconds + round.DurationSeconds),8}   {Say.Joules(_joules),8}   {Say.Bits(_bits),9}");
    }
}
