using Orleans;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Storage;

/// <summary>What the silo's reminder service expects of any table of reminders.</summary>
internal static class ReminderTableContract
{
    private static readonly DateTime s_start = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    public static async Task HoldsAsync(IReminderTable table)
    {
        var grains = Enumerable.Range(0, 40).Select(i => GrainId.Create("station", $"bs-{i}")).ToArray();
        foreach (var grain in grains) Assert.NotNull(await table.UpsertRow(Entry(grain, "round")));
        Assert.NotNull(await table.UpsertRow(Entry(grains[3], "sweep")));

        var row = await table.ReadRow(grains[3], "round");
        Assert.NotNull(row);
        Assert.Equal((grains[3], "round", s_start, TimeSpan.FromMinutes(2)), (row.GrainId, row.ReminderName, row.StartAt, row.Period));
        Assert.Null(await table.ReadRow(grains[3], "unknown"));
        Assert.Equal(["round", "sweep"], (await table.ReadRows(grains[3])).Reminders.Select(r => r.ReminderName).Order(StringComparer.Ordinal), StringComparer.Ordinal);

        foreach (var (begin, end) in new[] { (0u, 0x8000_0000u), (0x8000_0000u, 0u), (0x2000_0000u, 0xE000_0000u), (0xE000_0000u, 0x2000_0000u), (7u, 7u) })
        {
            var expected = grains.Where(g => In(g.GetUniformHashCode(), begin, end)).Select(g => g.ToString()).Order(StringComparer.Ordinal);
            var got = (await table.ReadRows(begin, end)).Reminders.Where(r => r.ReminderName is "round").Select(r => r.GrainId.ToString()).Order(StringComparer.Ordinal);
            Assert.Equal(expected, got, StringComparer.Ordinal);
        }

        var tag = await table.UpsertRow(Entry(grains[3], "round", TimeSpan.FromMinutes(5)));
        Assert.NotEqual(row.ETag, tag, StringComparer.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(5), (await table.ReadRow(grains[3], "round"))!.Period);
        Assert.False(await table.RemoveRow(grains[3], "round", row.ETag!));
        Assert.True(await table.RemoveRow(grains[3], "round", tag!));
        Assert.Null(await table.ReadRow(grains[3], "round"));
    }

    // The hashes are a ring: from begin, without it, on to end, with it.
    private static bool In(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static ReminderEntry Entry(GrainId grain, string name, TimeSpan? period = null) =>
        new() { GrainId = grain, ReminderName = name, StartAt = s_start, Period = period ?? TimeSpan.FromMinutes(2) };
}
