using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

[Collection(TwinCollection.Name)]
public sealed class ReportTests(TwinCluster cluster)
{
    [Fact]
    public async Task A_report_is_read_back_at_once_and_after_the_twin_was_out_of_memory()
    {
        var twin = await cluster.RegisterAsync("report-1");
        var reply = await twin.ReportAsync(Report(1, ("temperatureK", 300), ("snrDb", 12)), null);
        Assert.Equal((WriteCode.Accepted, 1L), (reply.Code, reply.LastSequence));
        var before = await twin.GetAsync();
        Assert.NotNull(before);
        Assert.Equal((reply.Revision, 300.0, 12.0), (before.Revision, before.Reading("temperatureK"), before.Reading("snrDb")));

        await TwinCluster.DeactivateAsync(twin);
        var after = await twin.GetAsync();
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal((600, "bs-1", 10.0, -20.0, 1), (after!.Samples, after.Station, after.X, after.Y, after.Epoch));
        Assert.Equal([300, 300], after.ClassCounts);
    }

    [Fact]
    public async Task Duplicates_and_old_ones_change_nothing()
    {
        var twin = await cluster.RegisterAsync("report-2");
        await twin.ReportAsync(Report(5, ("x", 1)), null);
        var before = await twin.GetAsync();
        foreach (var sequence in new[] { 5, 4, 1 })
        {
            var reply = await twin.ReportAsync(Report(sequence, ("x", 9)), null);
            Assert.Equal((WriteCode.Duplicate, 5L, before!.Revision), (reply.Code, reply.LastSequence, reply.Revision));
        }

        Assert.Equivalent(before, await twin.GetAsync(), strict: true);
    }

    [Fact]
    public async Task A_wrong_If_Match_is_a_conflict_and_the_right_one_is_taken()
    {
        var twin = await cluster.RegisterAsync("report-3");
        var first = await twin.ReportAsync(Report(1, ("x", 1)), null);
        Assert.Equal(WriteCode.Conflict, (await twin.ReportAsync(Report(2, ("x", 2)), first.Revision - 1)).Code);
        Assert.Equal(1, (await twin.GetAsync())!.Reading("x"));
        Assert.Equal(WriteCode.Accepted, (await twin.ReportAsync(Report(2, ("x", 2)), first.Revision)).Code);
        Assert.Equal(2, (await twin.GetAsync())!.Reading("x"));
    }

    [Fact]
    public async Task Bad_input_names_the_field()
    {
        var twin = await cluster.RegisterAsync("report-4");
        var reports = new (ReportMessage Report, string Field)[]
        {
            (Report(0, ("x", 1)), "sequence"),
            (Report(1, ("x", double.NaN)), "state.x"),
            (Report(1, ("x", 1), ("x", 2)), "state"),
            (Report(1, ("x", 1)) with { Values = [] }, "state"),
            (Report(1, ("x", 1)) with { At = DateTimeOffset.MaxValue }, "at"),
        };
        foreach (var (report, field) in reports)
        {
            var reply = await twin.ReportAsync(report, null);
            Assert.Equal((WriteCode.Invalid, field), (reply.Code, reply.Field));
            Assert.NotNull(reply.Error);
        }

        Assert.Equal(0, (await twin.GetAsync())!.LastSequence);
    }

    [Fact]
    public async Task An_id_that_nobody_registered_is_not_found()
    {
        var twin = cluster.Twin("report-nobody");
        Assert.Null(await twin.GetAsync());
        Assert.Equal(WriteCode.NotFound, (await twin.ReportAsync(Report(1, ("x", 1)), null)).Code);
        Assert.Empty(await twin.TakeCommandsAsync());
        Assert.False((await twin.HandOverAsync("bs-2", null)).Accepted);
    }

    [Fact]
    public async Task History_is_queried_by_range_and_step_and_survives()
    {
        var twin = await cluster.RegisterAsync("report-5");
        for (var i = 1; i <= 90; i++) await twin.ReportAsync(Report(i, ("x", i)), null);
        await TwinCluster.DeactivateAsync(twin);
        var query = new HistoryQueryMessage { Reading = "x", From = Start.AddSeconds(80), To = Start.AddSeconds(86) };
        var raw = await twin.GetHistoryAsync(query);
        Assert.Equal([80.0, 81, 82, 83, 84, 85], raw!.Mean);
        Assert.Equal(Start.AddSeconds(80), raw.At[0]);

        // 5:06:07 and 90 s: parts of three minutes, also of those seconds whose raw points are gone.
        var minutes = await twin.GetHistoryAsync(query with { From = Start.AddHours(-1), To = Start.AddHours(1), Step = TimeSpan.FromMinutes(1) });
        Assert.Equal([52L, 38], minutes!.Count);
        Assert.Equal((1.0, 52.0, 90.0), (minutes.Min[0], minutes.Max[0], minutes.Max[1]));
        Assert.NotNull((await twin.GetHistoryAsync(query with { Step = TimeSpan.FromSeconds(7) }))!.Error);
    }
}
