using Diten.Client.Bridge;
using Diten.Core.Network;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>Numbers of reports that have none.</summary>
public sealed class ReportNumberTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);
    private static readonly long s_number = s_at.ToUnixTimeMilliseconds();

    [Fact]
    public void The_same_time_is_the_same_number_wherever_the_clock_stands()
    {
        Assert.Equal(1_772_600_767_089, ReportNumber.Of(s_at));
        Assert.Equal(ReportNumber.Of(s_at), ReportNumber.Of(s_at.ToOffset(TimeSpan.FromHours(5))));
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    public void Arrivals_count_up_however_the_clock_goes(long lastMinusNow, long numberMinusNow) =>
        Assert.Equal(s_number + numberMinusNow, ReportNumber.OfArrival(s_at, s_number + lastMinusNow));

    [Fact]
    public void Another_report_of_the_same_millisecond_gets_the_next_number_and_the_same_one_does_not()
    {
        var twin = Twin(s_at, last: s_number + 2);
        Assert.Equal(s_number + 3, ReportNumber.Another(s_at, isArrival: false, isHeld: false, twin));
        Assert.Equal(s_number + 3, ReportNumber.Another(s_at.AddTicks(9), isArrival: false, isHeld: false, twin));
        Assert.Null(ReportNumber.Another(s_at, isArrival: false, isHeld: true, twin));
    }

    [Fact]
    public void What_is_older_than_the_twin_stays_a_duplicate_and_what_has_no_time_does_not()
    {
        var twin = Twin(s_at.AddSeconds(1), last: s_number + 1000);
        Assert.Null(ReportNumber.Another(s_at, isArrival: false, isHeld: false, twin));
        Assert.Equal(s_number + 1001, ReportNumber.Another(s_at, isArrival: true, isHeld: false, twin));
        Assert.Null(ReportNumber.Another(s_at, isArrival: true, isHeld: true, twin));
    }

    [Fact]
    public void A_twin_shows_a_report_by_time_and_readings()
    {
        var twin = Twin(s_at, last: 1, ("a", 1), ("b", 2));
        Assert.True(ReportNumber.IsShown(s_at, State(("a", 1)), twin));
        Assert.False(ReportNumber.IsShown(s_at, State(("a", 2)), twin));
        Assert.False(ReportNumber.IsShown(s_at, State(("a", 1), ("c", 3)), twin));
        Assert.False(ReportNumber.IsShown(s_at.AddTicks(1), State(("a", 1)), twin));
    }

    private static Dictionary<string, double> State(params (string Name, double Value)[] readings) => readings.ToDictionary(r => r.Name, r => r.Value, StringComparer.Ordinal);

    private static TwinSnapshot Twin(DateTimeOffset at, long last, params (string Name, double Value)[] readings) => new(
        "m", 1, "bs-1", new TwinModel(0, null, null, null, 0), new TwinData(0, 0, []), State(readings), State(), [], at, last, Liveness.Online, false, [],
        new TwinLearning(0, 0, 0, null, 0, 0));
}
