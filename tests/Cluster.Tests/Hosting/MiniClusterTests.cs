namespace Diten.Cluster.Tests.Hosting;

public sealed class MiniClusterTests
{
    [Fact]
    public async Task Two_silos_form_a_cluster()
    {
        var cluster = await MiniCluster.StartAsync(2);
        try
        {
            Assert.Equal(2, cluster.GetActiveSilos().Count());
        }
        finally
        {
            await cluster.StopAllSilosAsync();
            await cluster.DisposeAsync();
        }
    }
}
