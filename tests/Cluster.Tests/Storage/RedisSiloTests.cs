using Diten.Cluster.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Diten.Cluster.Tests.Storage;

/// <summary>Silos whose membership, state and reminders are in Redis.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class RedisSiloTests
{
    [RedisFact]
    public async Task Storage_reminders_and_membership_keep_their_contracts()
    {
        await using var server = await RedisServer.StartAsync();
        (string, string)[] settings = [("Clustering:Kind", "redis"), ("Storage:Kind", "redis"), ("Redis:ConnectionString", server.ConnectionString)];
        await using (var silo = await LocalSilo.StartAsync(settings))
        {
            await GrainStorageContract.HoldsAsync(silo.Storage, "dev-1");
            await MembershipTableContract.HoldsAsync(silo.Services.GetRequiredService<IMembershipTable>());
            await ReminderTableContract.HoldsAsync(silo.Services.GetRequiredService<IReminderTable>());
        }
        await using var again = await LocalSilo.StartAsync(settings);
        Assert.Equal(40, (await again.Services.GetRequiredService<IReminderTable>().ReadRows(0, 0)).Reminders.Count);
    }
}
