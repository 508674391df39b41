using Diten.Core.Aggregation;

namespace Diten.Core.Stations;

public static partial class BaseStation
{
    /// <summary>
    /// The scale of τ (Eq. (21)) of the registered devices by their last known rate and frequency, told to them when a round
    /// opens. Devices of which one is not known do not count; where nobody is left, nothing is clipped and the scale is 1.
    /// </summary>
    /// <param name="state">The station.</param>
    /// <param name="options">Clipping and scale.</param>
    public static PopulationScale MeasureScale(StationState state, UpdateWeightOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        var rates = new List<double>(state.Members.Count);
        var frequencies = new List<double>(state.Members.Count);
        // In the order of ids, so that the sum does not depend on who registered first.
        foreach (var member in state.Members.Values.Where(m => m.FrequencyHz > 0 && m.SubcarrierRate > 0).OrderBy(m => m.Id, StringComparer.Ordinal))
        {
            rates.Add(member.SubcarrierRate);
            frequencies.Add(member.FrequencyHz);
        }

        return rates.Count == 0
            ? new PopulationScale(0, double.MaxValue, options.RatioScale ?? 1)
            : PopulationScale.Measure(
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rates), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(frequencies), options);
    }
}
