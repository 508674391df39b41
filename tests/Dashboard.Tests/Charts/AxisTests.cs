using Diten.Dashboard.Charts;
using Diten.Dashboard.Charts.Parts;
using FsCheck;
using FsCheck.Fluent;

namespace Diten.Dashboard.Tests.Charts;

public sealed class AxisTests
{
    private static readonly Arbitrary<(double Min, double Max)> s_ranges = Gen.Choose(-12, 12).SelectMany(power => Gen.Choose(-1000, 1000).SelectMany(from => Gen.Choose(1, 4000).Select(width =>
        (from * Math.Pow(10, power), (from + width) * Math.Pow(10, power))))).ToArbitrary();

    [Fact]
    public void Linear_ticks_cover_the_data_evenly_with_labels_that_differ() => Prop.ForAll(s_ranges, range =>
    {
        var axis = Axis.Linear(range.Min, range.Max, 0, 600, 6);
        var positions = axis.Ticks.Select(t => t.Position).ToArray();
        var gaps = positions.Zip(positions.Skip(1), (a, b) => b - a).ToArray();
        return positions.Length is >= 2 and <= 9
            && gaps.All(g => Math.Abs(g - gaps[0]) < 0.01)
            && axis.Map(range.Min) >= -1e-6 && axis.Map(range.Max) <= 600 + 1e-6
            && axis.Ticks.Select(t => t.Label).Distinct(StringComparer.Ordinal).Count() == positions.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_map_is_linear_and_its_ends_are_the_ends()
    {
        var axis = Axis.Linear(0, 10, 100, 300, 5);
        Assert.Equal(100, axis.Map(0), 9);
        Assert.Equal(200, axis.Map(5), 9);
        Assert.Equal(300, axis.Map(10), 9);
        Assert.Equal(300, axis.Clamp(99), 9);
        Assert.True(double.IsNaN(axis.Map(double.NaN)));
    }

    [Fact]
    public void Logarithmic_ticks_are_powers_of_ten_that_cover_the_data()
    {
        var axis = Axis.Log(3e-4, 2e3, 0, 700);
        Assert.Equal(["1e-4", "0.001", "0.01", "0.1", "1", "10", "100", "1000", "10k"], axis.Ticks.Select(t => t.Label), StringComparer.Ordinal);
        Assert.Equal(axis.Map(1) - axis.Map(0.1), axis.Map(100) - axis.Map(10), 9);
    }

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void A_range_that_is_none_still_gives_an_axis(double min, double max)
    {
        Assert.InRange(Axis.Linear(min, max, 0, 600, 6).Ticks.Count, 2, 9);
        Assert.NotEmpty(Axis.Log(min, max, 0, 600).Ticks);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(1, 30)]
    [InlineData(1, 1)]
    public void Rounds_have_whole_ticks(double min, double max) =>
        Assert.All(Axis.Linear(min, max, 0, 600, 8, fixMin: true, fixMax: true, whole: true).Ticks, t => Assert.DoesNotContain('.', t.Label));

    [Theory]
    [InlineData(0.1 + 0.2, 0.1, "0.3")]
    [InlineData(-0.0, 0.5, "0")]
    [InlineData(1500, 500, "1500")]
    [InlineData(15_000, 5_000, "15k")]
    [InlineData(2_500_000, 500_000, "2.5M")]
    [InlineData(97.5, 2.5, "97.5")]
    public void Tick_labels_have_the_decimals_of_the_step(double value, double step, string label) => Assert.Equal(label, Numbers.Tick(value, step));
}
