using Diten.Learning.Data.Engines;

namespace Diten.Learning.Tests.Data;

public sealed class RulDataTests
{
    /// <summary>Column c of cycle t of unit u is 1000u + 10t + c/100.</summary>
    private static EngineRun Run(int unit, int cycles)
    {
        var values = new float[cycles * EngineRun.Columns];
        for (var i = 0; i < values.Length; i++)
            values[i] = (1000 * unit) + (10 * (i / EngineRun.Columns)) + ((i % EngineRun.Columns) / 100f);
        return new EngineRun(unit, values);
    }

    private static EngineFleet Fleet() => new([Run(1, 7), Run(2, 2), Run(4, 5)], [Run(1, 3), Run(2, 6)], [9, 200], "test");

    private static readonly RulOptions Small = new() { Window = 4, Clip = 2, Sensors = [2, 21] };

    [Fact]
    public void Every_window_of_an_engine_is_a_sample_with_its_remaining_life_clipped()
    {
        var data = RulData.Cut(Fleet(), Small);
        Assert.Equal([4, 1, 2], data.Units.Select(unit => unit.Count));
        Assert.Equal([2, 2, 1, 0, 0, 1, 0], data.Train.Targets);
        Assert.Equal([9, 200], data.Test.Targets);
        Assert.Equal((2, 4, 8, 2f), (data.Channels, data.Window, data.Train.FeatureLength, data.TargetScale));
        Assert.Equal(Enumerable.Range(0, 7), data.Units.SelectMany(unit => unit.Indices.ToArray()));
    }

    [Fact]
    public void A_sample_is_channels_by_cycles_with_the_newest_last()
    {
        var data = RulData.Cut(Fleet(), Small);
        var row = data.Train.Row(1);
        for (var step = 1; step < 4; step++)
        {
            Assert.True(row[step] > row[step - 1]);
            Assert.Equal(row[1] - row[0], row[step] - row[step - 1], 4);
            Assert.Equal(row[step], row[4 + step], 4); // Both channels rise alike, only their level differs.
        }
    }

    [Fact]
    public void Runs_shorter_than_the_window_repeat_their_first_cycle()
    {
        var data = RulData.Cut(Fleet(), Small);
        var padded = data.Test.Row(0); // 3 cycles, window 4.
        Assert.Equal(padded[0], padded[1]);
        Assert.True(padded[2] > padded[1] && padded[3] > padded[2]);
        padded = data.Train.Row(4); // 2 cycles.
        Assert.Equal(padded[0], padded[2]);
        Assert.True(padded[3] > padded[2]);
    }

    [Theory]
    [InlineData(ChannelScaling.Standard)]
    [InlineData(ChannelScaling.MinMax)]
    public void Scaling_comes_from_the_training_engines_alone(ChannelScaling scaling)
    {
        var options = Small with { Window = 1, Scaling = scaling };
        var data = RulData.Cut(Fleet(), options);
        var channel = Enumerable.Range(0, data.Train.Count).Select(i => (double)data.Train.Row(i)[0]).ToArray();
        if (scaling == ChannelScaling.Standard)
        {
            Assert.Equal(0, channel.Average(), 5);
            Assert.Equal(1, channel.Average(value => value * value), 5);
        }
        else
        {
            Assert.Equal((-1, 1), (channel.Min(), channel.Max()));
        }

        var other = RulData.Cut(Fleet() with { Test = [Run(50, 9)], TestRemaining = [1] }, options);
        Assert.Equal(data.Train.Features, other.Train.Features);
        Assert.True(other.Test.Row(0)[0] > 5);
    }

    [Fact]
    public void Constant_channels_are_zero_and_settings_come_first()
    {
        var data = RulData.Cut(GeneratedTelemetry.Load(1, 3, 2), new RulOptions { Settings = true, Sensors = [1, 2] });
        Assert.Equal(5, data.Channels);
        for (var i = 0; i < data.Train.Count; i++)
        {
            var row = data.Train.Row(i).ToArray();
            Assert.All(row[60..120], value => Assert.Equal(0, value)); // Setting 3 and sensor 1.
            Assert.True(row[..30].Distinct().Count() > 5);
        }
    }

    [Fact]
    public void A_stride_keeps_the_last_window()
    {
        var data = RulData.Cut(Fleet(), Small with { Stride = 2, Clip = 100 });
        Assert.Equal([2, 0, 0, 0], data.Train.Targets);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => RulData.Cut(Fleet(), Small with { Sensors = [22] }));
        Assert.ThrowsAny<ArgumentException>(() => RulData.Cut(Fleet(), Small with { Sensors = [] }));
        Assert.ThrowsAny<ArgumentException>(() => RulData.Cut(Fleet(), Small with { Window = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => RulData.Cut(Fleet(), Small with { Clip = 0 }));
        var scaler = RulData.Cut(Fleet(), Small).Scaler;
        Assert.ThrowsAny<ArgumentException>(() => scaler.Fill(Run(1, 3), 3, new float[8]));
        Assert.ThrowsAny<ArgumentException>(() => scaler.Fill(Run(1, 3), 2, new float[7]));
    }
}
