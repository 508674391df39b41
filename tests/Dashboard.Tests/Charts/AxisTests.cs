using System.Globalization;
using Diten.Dashboard.Charts;
using Diten.Dashboard.Charts.Parts;
using FsCheck;
using FsCheck.Fluent;

namespace Diten.Dashboard.Tests.Charts;

public sealed class AxisTests
{
    private static readonly Arbitrary<(double Min, double Max)> s_ranges = Gen.Choose(-290, 290).SelectMany(power => Gen.Choose(-1_000_000_000, 1_000_000_000).SelectMany(from => Gen.Choose(1, 30).Select(width =>
        (from * Math.Pow(10, power), (from + Math.Ceiling(Math.Pow(2, width))) * Math.Pow(10, power))))).ToArbitrary();

    private static readonly Arbitrary<(double A, double B)> s_anything = ArbMap.Default.ArbFor<ulong>().Generator.Two()
        .Select(bits => (BitConverter.UInt64BitsToDouble(bits.Item1 * 0x9E3779B97F4A7C15), BitConverter.UInt64BitsToDouble(bits.Item2 * 0xC2B2AE3D27D4EB4F))).ToArbitrary();

    [Fact]
    public void Linear_ticks_cover_the_data_evenly_with_labels_that_differ() => Prop.ForAll(s_ranges, range =>
    {
        var axis = Axis.Linear(range.Min, range.Max, 0, 600, 6);
        CheckTicks(axis, range.ToString());
        var positions = axis.Ticks.Select(t => t.Position).ToArray();
        Assert.All(positions.Zip(positions.Skip(1), (a, b) => b - a), g => Assert.Equal(positions[1] - positions[0], g, 0.01));
        Assert.InRange(axis.Map(range.Min), -1e-3, 600);
        Assert.InRange(axis.Map(range.Max), 0, 600 + 1e-3);
    }).Holds(2000);

    [Fact]
    public void A_label_says_where_its_tick_is() => Prop.ForAll(s_ranges, range =>
    {
        var axis = Axis.Linear(range.Min, range.Max, 0, 600, 6);
        Assert.All(axis.Ticks, t => Assert.Equal(t.Position, axis.Map(Value(t.Label)), 0.01));
    }).Holds(2000);

    [Fact]
    public void Whatever_is_asked_there_are_a_few_ticks_within_the_axis() => Prop.ForAll(s_anything, range =>
    {
        CheckTicks(Axis.Linear(range.A, range.B, 0, 600, 6), $"linear {range}");
        CheckTicks(Axis.Linear(range.A, range.B, 0, 600, 6, fixMin: true, fixMax: true), $"fixed {range}");
        CheckTicks(Axis.Log(range.A, range.B, 0, 600), $"log {range}");
        CheckTicks(Axis.Log(Math.Abs(range.A), Math.Abs(range.A) * (1 + (range.B % 1)), 0, 600), $"short log {range}");
    }).Holds(2000);

    [Theory]
    [InlineData(2.12e-8, 2.14e-8, "2.12e-8", "2.125e-8", "2.13e-8", "2.135e-8", "2.14e-8")]
    [InlineData(1000, 1000.0001, "1000", "1000.00002", "1000.00004", "1000.00006", "1000.00008", "1000.0001")]
    [InlineData(1.7e9, 1.7e9 + 3, "1.7G", "1.7000000005G", "1.700000001G", "1.7000000015G", "1.700000002G", "1.7000000025G", "1.700000003G")]
    [InlineData(1e18, 3e18, "1e18", "1.5e18", "2e18", "2.5e18", "3e18")]
    public void Narrow_ranges_get_the_digits_they_need(double min, double max, params string[] labels) =>
        Assert.Equal(labels.Select(Value), Axis.Linear(min, max, 0, 600, 6).Ticks.Select(t => Value(t.Label)));

    [Theory]
    [InlineData(1.1, 1.9)]
    [InlineData(3.1, 4.9)]
    [InlineData(0.9, 1.1)]
    [InlineData(5.0000001, 5.0000002)]
    public void A_logarithmic_axis_within_a_decade_has_ticks_too(double min, double max)
    {
        var axis = Axis.Log(min, max, 0, 600);
        CheckTicks(axis, "log");
        Assert.Equal(0, axis.Map(min), 1e-6);
        Assert.Equal(600, axis.Map(max), 1e-6);
    }

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
    [InlineData(1, 34, 3, "10 20 30")]
    [InlineData(1, 9, 3, "2 4 6 8")]
    [InlineData(1, 2, 2, "1 2")]
    [InlineData(19, 31, 2, "20 30")]
    [InlineData(1, 101, 4, "25 50 75 100")]
    public void Between_fixed_ends_there_are_two_ticks_at_least(double min, double max, int wanted, string labels) =>
        Assert.Equal(labels, string.Join(' ', Axis.Linear(min, max, 0, 280, wanted, fixMin: true, fixMax: true, whole: true).Ticks.Select(t => t.Label)));

    [Fact]
    public void However_long_it_is_an_axis_of_rounds_has_two_ticks()
    {
        for (var first = 1; first <= 60; first++)
        {
            for (var last = first + 1; last <= 300; last++)
            {
                for (var wanted = 2; wanted <= 10; wanted++) Assert.InRange(Axis.Linear(first, last, 0, 280, wanted, fixMin: true, fixMax: true, whole: true).Ticks.Count, 2, 11);
            }
        }
    }

    [Theory]
    [InlineData(0.1 + 0.2, 0.1, "0.3")]
    [InlineData(-0.0, 0.5, "0")]
    [InlineData(1500, 500, "1500")]
    [InlineData(15_000, 5_000, "15k")]
    [InlineData(2_500_000, 500_000, "2.5M")]
    [InlineData(97.5, 2.5, "97.5")]
    public void Tick_labels_have_the_decimals_of_the_step(double value, double step, string label) => Assert.Equal(label, Numbers.Tick(value, step));

    private static void CheckTicks(Axis axis, string what)
    {
        Assert.True(axis.Ticks.Count is >= 2 and <= 16, $"{what}: {axis.Ticks.Count} ticks");
        Assert.All(axis.Ticks, t => Assert.InRange(t.Position, -1e-3, 600 + 1e-3));
        Assert.True(axis.Ticks.Select(t => t.Label).Distinct(StringComparer.Ordinal).Count() == axis.Ticks.Count, $"{what}: {string.Join(' ', axis.Ticks.Select(t => t.Label))}");
    }

    private static double Value(string label)
    {
        var scale = "kMGT".IndexOf(label[^1], StringComparison.Ordinal) is var s and >= 0 ? Math.Pow(1000, s + 1) : 1;
        return double.Parse(label.TrimEnd('k', 'M', 'G', 'T'), CultureInfo.InvariantCulture) * scale;
    }
}
