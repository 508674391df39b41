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
            smoothed += 0.2 * ((Math.Abs(3 - observed) / Math.Max(3, observed)) - smoothed);
            Assert.Equal(smoothed, state.Model.RelativeDeviation, 12);
            flags.Add(state.Drifting);
        }

        // 1 − 0.8^n of a deviation of one half: above 0.25 from the 4th on; then 0.369·0.8^n: below 0.10 from the 6th on.
        Assert.Equal(Enumerable.Range(1, 21).Select(i => i is >= 7 and < 15), flags);
    }

    [Theory]
    [InlineData(1e-9, 2)]
    [InlineData(1e9, 2)]
    [InlineData(6.0, 4)]
    [InlineData(1.5, 4)]
    [InlineData(2.4, 0)]
    public void One_odd_round_makes_no_drift(double observed, int rounds)
    {
        var state = Twin.Predict(New(), s_forecast);
        var drifting = Enumerable.Range(1, 20).Select(round => (state = Record(state, round, true, observed)).Drifting).ToArray();
        Assert.Equal(rounds - 1, Array.IndexOf(drifting, true) is var first and >= 0 ? first : -1);
    }

    [Fact]
    public void Where_the_parts_are_known_drift_is_judged_by_them_and_the_rate_is_learned()
    {
        // T_i is just as predicted: half the speed, made good by more subcarriers.
        var slow = new RoundParts(1, 2, 1, 1);
        Assert.Equal(0.5, slow.Deviation, 12);
        Assert.Equal(0.75, new RoundParts(1, 1, 1, 4).Deviation, 12);
        Assert.Equal(0.0, new RoundParts(double.PositiveInfinity, 1, double.NaN, 2).Deviation);
        Assert.Equal(0.0, new RoundParts(0, 0, -1, 1).Deviation);
        var state = Twin.Predict(New(), s_forecast);
        for (var round = 1; round <= 4; round++) state = Twin.RecordRound(state, Told(round, slow with { TransmitSeconds = 1, ExpectedTransmitSeconds = 1 }), Start, Options);
        Assert.True(state.Drifting);
        Assert.Equal(20, state.UploadRate!.Value, 12);

        // The mean is one of times: 1 s and then 3 s with a share of 0.2 make 1.4 s.
        state = Twin.RecordRound(state, Told(5, new RoundParts(1, 1, 3, 3)), Start, Options);
        Assert.Equal(20 / 1.4, state.UploadRate!.Value, 12);
        Assert.Equal(state.UploadRate, Twin.RecordRound(state, Told(6, new RoundParts(1, 1, 0, 0)), Start, Options).UploadRate);

        static DeviceRoundRecord Told(int round, RoundParts parts) => new(1, round, true, round, 1, 0.5, round, 3, 2, 20, parts);
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
