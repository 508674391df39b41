using Diten.Learning.Allocation;

namespace Diten.Learning.Tests.Allocation;

public sealed class ReplayFileTests
{
    [Fact]
    public void What_is_read_has_the_same_bits_as_what_was_written_and_is_small()
    {
        var states = Enumerable.Range(0, 5).Select(s => RandomStates.Draw((ulong)s, devices: 100, blocks: 32, width: 8, dead: 0.1, previous: s % 2 == 0))
            .Select((state, s) => (Id: 7L + s, State: state, Owner: Enumerable.Range(0, 256).Select(k => (k / 8 * 31 % 101) - 1).ToArray())).ToArray();
        var file = ReplayFile.Write(states);
        var read = ReplayFile.Read(file);
        Assert.Equal(states.Length, read.Count);
        foreach (var (was, now) in states.Zip(read))
        {
            Assert.Equal(was.Id, now.Id);
            Assert.Equal(was.Owner, now.Owner);
            Assert.Equal(was.State.Previous, now.State.Previous);
            var (before, after) = (was.State.Problem, now.State.Problem);
            Assert.Equal((before.Devices, before.Subcarriers, before.MostPerDevice), (after.Devices, after.Subcarriers, after.MostPerDevice));
            Assert.True(before.ComputeSeconds.SequenceEqual(after.ComputeSeconds) && before.Bits.SequenceEqual(after.Bits));
            for (var i = 0; i < before.Devices; i++) Assert.True(before.RatesOf(i).SequenceEqual(after.RatesOf(i)));
        }

        // A tenth of the rates alone, which are 100 × 256 numbers of 8 bytes.
        Assert.True(file.Length / states.Length < 100 * 256 * 8 / 10, $"{file.Length / states.Length} bytes a state");
        Assert.Empty(ReplayFile.Read(ReplayFile.Write([])));
    }

    [Fact]
    public void What_is_not_such_a_file_is_refused_in_words()
    {
        var file = ReplayFile.Write([(1, RandomStates.Draw(1, 4, 4, 2), new int[8])]);
        byte[] newer = [.. file];
        newer[8]++;
        Assert.Contains("DITENRPL", Assert.Throws<InvalidDataException>(() => ReplayFile.Read([1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("version 2", Assert.Throws<InvalidDataException>(() => ReplayFile.Read(newer)).Message, StringComparison.Ordinal);
        for (var length = 8; length < file.Length - 4; length++) Assert.Throws<InvalidDataException>(() => ReplayFile.Read(file[..length]));
        for (var at = 12; at < file.Length; at++)
        {
            byte[] flipped = [.. file];
            flipped[at] ^= 0x40;
            // Whatever it holds then, it is read or refused, and nothing else happens.
            if (Record.Exception(() => ReplayFile.Read(flipped)) is { } refused) Assert.IsType<InvalidDataException>(refused);
        }
    }

    [Fact]
    public void An_allocator_that_goes_on_from_a_file_trains_when_and_as_the_one_before_would_have()
    {
        var options = new TrainingOptions { ReplayCapacity = 24, Threads = 1, Epochs = 4 };
        AdaptiveAllocator New(PairNetwork network) => new(network, options, period: 20, new DriftDetector(window: 1000));
        var states = Enumerable.Range(0, 60).Select(s => RandomStates.Draw((ulong)s, 12, 8, 4)).ToArray();
        var whole = New(PairNetwork.Create(1));
        for (var s = 0; s < states.Length; s++) whole.Decide(states[s], new Random(s));

        var before = New(PairNetwork.Create(1));
        for (var s = 0; s < 33; s++) before.Decide(states[s], new Random(s));
        Assert.Equal((33, 9L, 13), (before.Next, before.Progress.Oldest, before.Progress.Since));
        var after = New(before.Network);
        // In two parts, of which the first holds states that are forgotten by now.
        var parts = before.Remembered(from: 0).GroupBy(entry => entry.Id < 20).Select(part => ReplayFile.Write([.. part])).ToArray();
        after.Resume(parts.SelectMany(ReplayFile.Read), before.Progress);
        Assert.Equal((before.Next, before.Progress), (after.Next, after.Progress));
        for (var s = 33; s < states.Length; s++) after.Decide(states[s], new Random(s));
        Assert.Equal(whole.PeriodicTrainings, before.PeriodicTrainings + after.PeriodicTrainings);
        Assert.Equal(whole.Network.Parameters, after.Network.Parameters);
        Assert.NotEqual(PairNetwork.Create(1).Parameters, after.Network.Parameters);
        Assert.Throws<InvalidOperationException>(() => after.Resume([], after.Progress));
    }

    [Fact]
    public void An_allocator_that_goes_on_knows_what_gap_was_usual_and_sees_the_drift_that_the_one_before_would_have_seen()
    {
        // One device at a time is easy; many leave something to lose.
        static AllocationState State(int s) => s < 10 ? RandomStates.Draw((ulong)s, 1, 8, 4) : RandomStates.Draw((ulong)(s - 10), 14, 8, 2);
        static AdaptiveAllocator New() => new(PairNetwork.Create(1), new TrainingOptions { ReplayCapacity = 60, Threads = 1, Epochs = 2 }, period: 1000, new DriftDetector(window: 4));
        AdaptiveAllocator whole = New(), before = New(), after = New(), forgetful = New();
        for (var s = 0; s < 17; s++) whole.Decide(State(s), new Random(s));
        for (var s = 0; s < 10; s++) before.Decide(State(s), new Random(s));
        after.Resume(before.Remembered(from: 0), before.Progress, before.Drift);
        forgetful.Resume(before.Remembered(from: 0), before.Progress);
        foreach (var one in new[] { after, forgetful })
        {
            for (var s = 10; s < 17; s++) one.Decide(State(s), new Random(s));
        }

        Assert.True(whole.Progress.IsDrifted || whole.DriftTrainings > 0);
        Assert.Equal((whole.DriftTrainings, whole.Progress, whole.Drift.Sum, whole.Drift.Seen), (after.DriftTrainings, after.Progress, after.Drift.Sum, after.Drift.Seen));
        Assert.Equal(whole.Drift.Last, after.Drift.Last);
        Assert.Equal(whole.Network.Parameters, after.Network.Parameters);
        // Too few of its own to tell what is usual.
        Assert.Equal((false, 0), (forgetful.Progress.IsDrifted, forgetful.DriftTrainings));
    }
}
