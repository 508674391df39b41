using System.Net;
using Orleans;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Storage;

/// <summary>What silos expect of the list of silos: one version for all rows, raised by every change, and no change on an old version.</summary>
internal static class MembershipTableContract
{
    public static async Task HoldsAsync(IMembershipTable table)
    {
        var before = await table.ReadAllAsync();
        // Not long ago: the silo that runs takes dead ones of long ago out of the list.
        var now = TimeProvider.System.GetUtcNow();
        var started = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)).UtcDateTime;
        var address = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 4321), 7);
        var entry = new MembershipEntry
        {
            SiloAddress = address,
            SiloName = "s",
            HostName = "h",
            Status = SiloStatus.Dead,
            ProxyPort = 4322,
            StartTime = started,
            IAmAliveTime = started.AddSeconds(1),
        };
        // The silo that runs changes the table too: a change is tried on the newest version.
        var inserted = await ChangeAsync(table, v => table.InsertRowAsync(entry, v));
        Assert.True(inserted > before.Version.Version);
        Assert.False(await table.InsertRowAsync(entry, Next(before.Version)));

        var (row, etag) = Assert.Single((await table.ReadRowAsync(address)).Members);
        Assert.Equal((address, "s", "h", SiloStatus.Dead, 4322), (row.SiloAddress, row.SiloName, row.HostName, row.Status, row.ProxyPort));
        Assert.Equal((entry.StartTime, entry.IAmAliveTime), (row.StartTime, row.IAmAliveTime));
        Assert.True(row.SuspectTimes is null or []);

        entry.SuspectTimes = [Tuple.Create(address, entry.StartTime)];
        await ChangeAsync(table, v => table.UpdateRowAsync(entry, etag, v));
        Assert.Equal(address, Assert.Single(Assert.Single((await table.ReadRowAsync(address)).Members).Item1.SuspectTimes ?? []).Item1);
        Assert.False(await table.UpdateRowAsync(entry, etag, Next(before.Version)));

        // A row that is there already is not inserted again, and the version stays.
        var steady = await table.ReadAllAsync();
        Assert.False(await table.InsertRowAsync(entry, Next(steady.Version)));

        entry.IAmAliveTime = entry.IAmAliveTime.AddHours(1);
        await table.UpdateIAmAliveAsync(entry);
        Assert.Equal(entry.IAmAliveTime, Assert.Single((await table.ReadRowAsync(address)).Members).Item1.IAmAliveTime);

        Assert.Empty((await table.ReadRowAsync(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1))).Members);
        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(entry.IAmAliveTime).AddSeconds(1));
        Assert.Empty((await table.ReadRowAsync(address)).Members);
        // Who lives stays, however long ago it was heard.
        Assert.NotEmpty((await table.ReadAllAsync()).Members);
    }

    private static async Task<int> ChangeAsync(IMembershipTable table, Func<TableVersion, Task<bool>> change)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var version = Next((await table.ReadAllAsync()).Version);
            if (await change(version)) return version.Version;
        }
        Assert.Fail("no change was taken");
        return 0;
    }

    private static TableVersion Next(TableVersion version) => version.Next();
}
