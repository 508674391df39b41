using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Silo;
using Orleans;

namespace Diten.Cluster.Tests.Storage;

/// <summary>A silo on its file.</summary>
public sealed class SqliteSiloTests : IDisposable
{
    private readonly SiloFolder _folder = new();

    private (string, string)[] Settings => [("Storage:File", _folder["diten.db"])];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Storage_keeps_its_contract()
    {
        await using var silo = await LocalSilo.StartAsync(Settings);
        await GrainStorageContract.HoldsAsync(silo.Storage, "dev-1");
    }

    [Fact]
    public async Task A_reminder_comes_after_the_silo_has_been_restarted()
    {
        await using (var silo = await LocalSilo.StartAsync(Settings)) await silo.Grains.GetGrain<IReminderGrain>("r").AskAsync();
        await using var again = await LocalSilo.StartAsync(Settings);
        await Eventually.HoldsAsync(async () => await again.Grains.GetGrain<IReminderGrain>("r").CountAsync() > 0, "it has been reminded");
    }
}
