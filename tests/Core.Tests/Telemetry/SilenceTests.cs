using Diten.Core.Network;
using Diten.Core.Telemetry;

namespace Diten.Core.Tests.Telemetry;

/// <summary>While nobody listens (nobody does in this process) telemetry costs nothing worth counting.</summary>
public sealed class SilenceTests
{
    [Fact]
    public void Nothing_is_made_and_nothing_allocated_while_nobody_listens()
    {
        Work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Nobody_is_asked_to_count()
    {
        Assert.False(ReportMetrics.IsEnabled);
        Assert.False(TwinGauge.IsEnabled);
        Assert.False(RoundMetrics.WantsGap);
        Assert.False(RoundMetrics.WantsUpdates);
    }

    private static void Work()
    {
        if (ReportMetrics.IsEnabled) ReportMetrics.Count(WriteStatus.Accepted);
        Assert.Null(Activities.BeginDevice(Activities.Report, "device-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        Assert.Null(Activities.BeginRound("bs-1", 1));
        Assert.Null(Activities.Begin(Activities.Allocate, "bs-1", 1));
        RoundMetrics.RecordUpdate("bs-1", 1, 2);
        RoundMetrics.RecordAllocation("bs-1", 0.1, 2, 1);
        RoundMetrics.Record(new RoundFigures("bs-1", IsMacro: false, 1, 1, 2, 0, 1, 0.1, 5, 100, 10));
    }
}
