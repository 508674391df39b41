using Diten.Cluster.Tests.Hosting;
using Diten.Deploy.Tests.Running;

namespace Diten.Deploy.Tests;

/// <summary>A silo that cannot drain ends within its drain time all the same: the orchestrator's grace is counted from it.</summary>
[Trait("Category", "Cluster-Process")]
public sealed class DrainTests
{
    [PostgresFact]
    public async Task A_silo_whose_database_is_gone_ends_when_its_time_is_up()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var plan = Plan.Of("prod", postgres.ConnectionString);
        var (code, said) = await DitenProgram.RunAsync(plan.Schema.Words, plan.Schema.Environment);
        Assert.True(code == 0, said);
        var start = plan.Silos[0].Listen(Plan.FreePorts(3));
        start.Environment["DITEN__DRAIN__SECONDS"] = "1";
        await using var silo = DitenProgram.Start(start.Words, start.Environment);
        await Eventually.HoldsAsync(() => silo.HasEnded || silo.Said.Contains("diten silo: ready", StringComparison.Ordinal), "the silo is ready");

        await postgres.CrashAsync();
        await silo.TerminateAsync();
        Assert.Equal(1, await silo.EndAsync());
        Assert.Contains("did not drain in time", silo.Said, StringComparison.Ordinal);
    }
}
