using Diten.Core.Network;
using Diten.Core.Twins;
using static Diten.Core.Tests.Twins.TwinFixture;

namespace Diten.Core.Tests.Twins;

public sealed class LearningTests
{
    private static readonly RoundForecast s_forecast = new(600, 2e6, 1.2e9, 2e6, 1e6); // 1 s to compute, 2 s to send

    [Fact]
    public void Prediction_is_compute_and_transmit_time_and_needs_both()
    {
        var state = Twin.Predict(New(), s_forecast);
        Assert.Equal(3, state.Model.PredictedRoundSeconds!.Value, 12);
        Assert.Same(state, Twin.Predict(state, s_forecast));
        Assert.Null(Twin.Predict(state, s_forecast with { RateBitsPerSecond = 0 }).Model.PredictedRoundSeconds);
        Assert.Null(Twin.Predict(state, s_forecast with { FrequencyHz = 0 }).Model.PredictedRoundSeconds);
    }

    [Fact]
    public void Rounds_add_up_and_a_round_told_again_changes_nothing()
    {
        var state = Record(New(), 1, true, 3, update: 7);
        var again = Record(state, 1, true, 3, update: 7);
        Assert.Same(state, again);
        Assert.Same(state, Twin.RecordRound(state, new DeviceRoundRecord(2, 2, true, 8, 1, 0.5, 2, 3, 1, 1), Start, Options));
        state = Record(state, 2, false, null);
        Assert.Equal(new TwinLearning(1, 1, 1, 0.5, 4, 20), state.Learning);
        Assert.Equal((7L, 1, 3.0), (state.LastUpdate, state.Model.Version, state.Model.ObservedRoundSeconds!.Value));
        Assert.Equal(["offer", "model"], state.Deltas.Select(d => d.Kind).ToArray());
    }

    [Fact]
    public void Drift_turns_on_above_its_threshold_and_off_only_below_a_lower_one()
    {
        var state = Twin.Predict(New(), s_forecast);
        var (round, smoothed, flags) = (0, 0.0, new List<bool>());
        foreach (var observed in Enumerable.Repeat(3.0, 3).Concat(Enumerable.Repeat(6.0, 6)).Concat(Enumerable.Repeat(3.0, 12)))
        {
            state = Record(state, ++round, true, observed);
            var deviation = Math.Abs(3 - observed) / observed;
            smoothed = round == 1 ? deviation : smoothed + (0.2 * (deviation - smoothed));
            Assert.Equal(smoothed, state.Model.RelativeDeviation, 12);
            flags.Add(state.Drifting);
        }

        // 1 − 0.8^n of a deviation of one half: above 0.25 from the 4th on; then 0.369·0.8^n: below 0.10 from the 6th on.
        Assert.Equal(Enumerable.Range(1, 21).Select(i => i is >= 7 and < 15), flags);
    }

    [Fact]
    public void Without_a_prediction_nothing_drifts_and_without_an_observation_nothing_moves()
    {
        var state = Record(New(), 1, true, 100);
        Assert.Equal((0.0, false), (state.Model.RelativeDeviation, state.Drifting));
        state = Record(Twin.Predict(state, s_forecast), 2, true, null);
        Assert.Equal((0.0, 100.0), (state.Model.RelativeDeviation, state.Model.ObservedRoundSeconds!.Value));
    }

    [Fact]
    public void Remaining_life_has_its_slot()
    {
        var state = Twin.PredictLife(New(), 87.5);
        Assert.Equal((87.5, 2L), (state.ToSnapshot(Start).Model.RemainingUsefulLifeCycles!.Value, state.Revision));
        Assert.Same(state, Twin.PredictLife(state, 87.5));
        Assert.Null(Twin.PredictLife(state, null).Model.RemainingUsefulLifeCycles);
        Assert.Throws<ArgumentOutOfRangeException>(() => Twin.PredictLife(state, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Twin.PredictLife(state, double.NaN));
    }

    private static TwinState Record(TwinState state, int round, bool tookPart, double? observed, long update = 1) =>
        Twin.RecordRound(state, new DeviceRoundRecord(1, round, tookPart, update, 1, tookPart ? 0.5 : null, tookPart ? round : null, observed, 2, tookPart ? 20 : 0), Start, Options);
}
