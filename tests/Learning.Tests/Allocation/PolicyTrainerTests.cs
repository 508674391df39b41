using Diten.Core.Allocation;
using Diten.Learning.Allocation;

namespace Diten.Learning.Tests.Allocation;

public sealed class PolicyTrainerTests
{
    private static readonly AllocationState[] s_states = [.. Enumerable.Range(0, 40).Select(s => RandomStates.Draw((ulong)s, 12, 8, 4, previous: s % 2 == 0))];
    private static readonly AllocationState[] s_heldOut = [.. Enumerable.Range(100, 10).Select(s => RandomStates.Draw((ulong)s, 12, 8, 4))];

    [Fact]
    public void Training_lowers_the_loss_on_held_out_states_and_repeats_bit_for_bit_with_any_number_of_threads()
    {
        var (one, curve) = Train(threads: 1);
        var (two, again) = Train(threads: 2);
        Assert.Equal(one.Parameters, two.Parameters);
        Assert.Equal(curve, again);
        Assert.True(curve[^1].HeldOutLoss < curve[0].HeldOutLoss);
        Assert.True(curve[^1].TrainingLoss < curve[0].TrainingLoss);
        Assert.InRange(curve[^1].Accuracy.Canonical, curve[^1].Accuracy.Literal, 1);
        Assert.InRange(curve[^1].HeldOutGap, -0.01, 0.5);
    }

    [Fact]
    public void The_plain_network_learns_by_the_same_training()
    {
        AllocationState[] states = [.. Enumerable.Range(0, 60).Select(s => RandomStates.Draw((ulong)s, 5, 10, 1))];
        var trainer = new PolicyTrainer(MlpPolicy.Create(5, 10, 32, 1), new TrainingOptions { Epochs = 40, Batch = 4 }, states[50..]);
        trainer.Learn(states[..50]);
        var curve = trainer.Train();
        Assert.True(curve[^1].TrainingLoss < 0.8 * curve[0].TrainingLoss);
    }

    [Fact]
    public void The_replay_buffer_keeps_the_best_policy_of_a_state_and_forgets_the_oldest_state()
    {
        var replay = new ReplayBuffer(2);
        var state = s_states[0];
        var equal = new EqualShareAllocator().Allocate(state.Problem, new Random(1));
        var searched = new LocalSearchAllocator().Allocate(state.Problem, new Random(1));
        Assert.True(replay.Offer(1, state, equal));
        Assert.True(replay.Offer(1, state, searched));
        Assert.False(replay.Offer(1, state, equal));
        Assert.Same(searched, replay.Entries.Single().Owner);
        replay.Offer(2, s_states[1], equal);
        replay.Offer(3, s_states[2], equal);
        Assert.Equal([2L, 3L], replay.Entries.Select(entry => entry.Id));
        Assert.Equal(2, replay.Count);
    }

    [Fact]
    public void Accuracy_counts_owners_and_the_canonical_one_does_not_mind_their_order_within_a_block()
    {
        var state = RandomStates.Draw(1, 3, 2, 3);
        Assert.Equal(new PolicyAccuracy(1, 1), PolicyAccuracy.Of(state, [0, 1, 2, 0, 1, 2], [0, 1, 2, 0, 1, 2]));
        Assert.Equal(new PolicyAccuracy(0, 1), PolicyAccuracy.Of(state, [1, 2, 0, 1, 2, 0], [0, 1, 2, 0, 1, 2]));
        Assert.Equal(new PolicyAccuracy(0, 0.5), PolicyAccuracy.Of(state, [1, 2, 0, 1, 1, 1], [0, 1, 2, 0, 0, 2]));
    }

    [Fact]
    public void Drift_is_a_mean_gap_that_leaves_what_was_usual()
    {
        var drift = new DriftDetector(window: 4, factor: 1.5, floor: 0.002);
        for (var g = 0; g < 40; g++) Assert.False(drift.Observe(0.01 + (0.002 * (g % 2))));
        Assert.Equal(0.011, drift.Usual, 1e-12);
        Assert.False(drift.Observe(0.02));
        Assert.False(drift.Observe(0.02));
        Assert.True(drift.Observe(0.03));
        drift.Reset();
        for (var g = 0; g < 7; g++) Assert.False(drift.Observe(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => drift.Observe(double.NaN));
    }

    [Fact]
    public void What_a_drift_detector_has_seen_goes_over_to_another_and_what_none_can_have_seen_does_not()
    {
        var random = new Random(5);
        var (one, other) = (new DriftDetector(window: 4), new DriftDetector(window: 4));
        for (var seen = 0; seen < 30; seen++)
        {
            var gap = seen < 20 ? random.NextDouble() / 100 : 0.1;
            // Handed over before every gap.
            Assert.True(other.Restore(one.Memory));
            Assert.Equal(one.Observe(gap), other.Observe(gap));
            Assert.Equal((one.Usual, one.Recent, seen >= 4 - 1), (other.Usual, other.Recent, double.IsFinite(other.Usual)));
        }

        var good = one.Memory;
        foreach (var bad in (DriftMemory[])[good with { Seen = -1 }, good with { Seen = 3 }, good with { Last = [1] }, good with { Last = [1, 1, 1, double.NaN] },
            good with { Last = [1, 1, 1, -1] }, good with { Sum = double.PositiveInfinity }, good with { Usual = double.NaN }, new DriftDetector(window: 5).Memory with { Last = good.Last, Seen = 5 }])
        {
            Assert.False(other.Restore(bad), bad.ToString());
            Assert.Equal(good.Last, other.Memory.Last);
        }
    }

    private static (PairNetwork Network, IReadOnlyList<TrainingEpoch> Curve) Train(int threads)
    {
        var network = PairNetwork.Create(9);
        var trainer = new PolicyTrainer(network, new TrainingOptions { Epochs = 6, Threads = threads, ExploreShare = 0.1, Seed = 4 }, s_heldOut);
        trainer.Learn(s_states);
        return (network, trainer.Train());
    }
}
