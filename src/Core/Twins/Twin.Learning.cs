using Diten.Core.Energy;
using Diten.Core.Network;

namespace Diten.Core.Twins;

/// <summary>What a twin predicts its next round from.</summary>
/// <param name="Samples">D_i, samples, 0 or more.</param>
/// <param name="CyclesPerSample">ξ_i, cycles/sample, 0 or more.</param>
/// <param name="FrequencyHz">f_i, Hz; 0 if not known.</param>
/// <param name="ModelBits">L_w, bit, 0 or more.</param>
/// <param name="RateBitsPerSecond">r_i expected on its subcarriers, bit/s, 0 or more.</param>
public readonly record struct RoundForecast(double Samples, double CyclesPerSample, double FrequencyHz, double ModelBits, double RateBitsPerSecond)
{
    /// <summary>T_i = T_cmp + T_com, s; ∞ without a frequency or a rate.</summary>
    public double Seconds => FrequencyHz > 0
        ? ComputeCost.Seconds(CyclesPerSample, Samples, FrequencyHz) + TransmitCost.Seconds(ModelBits, RateBitsPerSecond)
        : double.PositiveInfinity;
}

public static partial class Twin
{
    /// <summary>Keeps the prediction of T_i for the next round; the same prediction again changes nothing.</summary>
    /// <param name="state">The twin.</param>
    /// <param name="forecast">Its input; a forecast that is not finite (no rate, no frequency) takes the prediction away.</param>
    public static TwinState Predict(TwinState state, RoundForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(state);
        double? seconds = double.IsFinite(forecast.Seconds) && forecast.Seconds >= 0 ? forecast.Seconds : null;
        if (Nullable.Equals(seconds, state.Model.PredictedRoundSeconds)) return state;
        return state with { Revision = state.Revision + 1, Model = state.Model with { PredictedRoundSeconds = seconds } };
    }

    /// <summary>Keeps the predicted remaining useful life, cycles, 0 or more; null takes it away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public static TwinState PredictLife(TwinState state, double? cycles)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (cycles is { } c && !(double.IsFinite(c) && c >= 0)) throw new ArgumentOutOfRangeException(nameof(cycles), c, "must be finite and 0 or more");
        if (Nullable.Equals(cycles, state.Model.RemainingUsefulLifeCycles)) return state;
        return state with { Revision = state.Revision + 1, Model = state.Model with { RemainingUsefulLifeCycles = cycles } };
    }

    /// <summary>
    /// Records a round: its part in learning, and how far it was off what was expected (<see cref="DeviceRoundRecord.Parts"/>,
    /// or else the prediction). The deviation is smoothed from 0 on, so that one odd round makes no drift (at the default
    /// smoothing it takes two if they are entirely off, four at one half); it turns the drift flag on above
    /// <see cref="TwinOptions.DriftOn"/> and off below <see cref="TwinOptions.DriftOff"/>. A round of an old epoch or recorded
    /// before changes nothing, so it can be told again.
    /// </summary>
    public static TwinState RecordRound(TwinState state, in DeviceRoundRecord round, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        if (round.Epoch != state.Epoch || round.Round <= state.RecordedRound) return state;
        var (model, drifting) = Observe(state, round, options);
        if (round.ModelVersion is { } version) model = model with { Version = version };
        var was = state.Learning;
        var next = state with
        {
            Model = model,
            Drifting = drifting,
            UploadRate = Rate(state.UploadRate, round, options),
            RecordedRound = round.Round,
            LastUpdate = round.TookPart ? Math.Max(state.LastUpdate, round.Update) : state.LastUpdate,
            Learning = new TwinLearning(
                was.RoundsTaken + (round.TookPart ? 1 : 0),
                round.TookPart ? round.Round : was.LastRound,
                round.Staleness,
                round.UpdateWeight ?? was.UpdateWeight,
                was.EnergyJoules + round.EnergyJoules,
                was.Bits + round.Bits),
        };
        return Record(next, now, round.TookPart ? "model" : "offer", Readings.Empty, round.TookPart ? "model aggregated" : "went on training", options);
    }

    private static (TwinModel Model, bool Drifting) Observe(TwinState state, in DeviceRoundRecord round, TwinOptions options)
    {
        var model = state.Model;
        if (round.ObservedSeconds is not { } observed || !(double.IsFinite(observed) && observed > 0)) return (model, state.Drifting);
        var smoothed = model.RelativeDeviation;
        if ((round.Parts?.Deviation ?? (model.PredictedRoundSeconds is { } predicted ? RoundParts.Between(predicted, observed) : null)) is { } deviation)
            smoothed += options.DeviationSmoothing * (deviation - smoothed);
        var drifting = state.Drifting ? smoothed >= options.DriftOff : smoothed > options.DriftOn;
        return (model with { ObservedRoundSeconds = observed, RelativeDeviation = smoothed }, drifting);
    }

    // The mean of times, not of rates: it is a time that is predicted with it.
    private static double? Rate(double? known, in DeviceRoundRecord round, TwinOptions options)
    {
        if (round.Parts is not { } parts || !(round.Bits / parts.TransmitSeconds is var rate && double.IsFinite(rate) && rate > 0)) return known;
        return known is { } old ? 1 / ((1 / old) + (options.DeviationSmoothing * ((1 / rate) - (1 / old)))) : rate;
    }
}
