using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Engine;

/// <summary>The accuracy that the documentation promises, on the real images with the defaults. About 15 rounds of 0.8 s on two idle cores each.</summary>
public sealed class MnistTests
{
    [FactIfData("mnist")]
    public void Synchronous_fedavg_reaches_98_2() => Reaches(new ScenarioOptions { Scheme = "sync" }, 0.982);

    [FactIfData("mnist")]
    public void Diten_keep_with_30_participants_reaches_97_5() => Reaches(new ScenarioOptions(), 0.975);

    [FactIfData("mnist")]
    public void Diten_adopt_with_30_participants_reaches_98_0() => Reaches(new ScenarioOptions { Adoption = "adopt" }, 0.980);

    [FactIfData("mnist")]
    public void Diten_with_90_participants_reaches_98_1() => Reaches(new ScenarioOptions { Participants = 90 }, 0.981);

    private static void Reaches(ScenarioOptions options, double wanted)
    {
        options = options with { Dataset = "mnist" };
        var simulator = new Simulator(options, WorkloadFactory.Load(options, null));
        var best = 0.0;
        while (simulator.Round < 20 && best < wanted) best = Math.Max(best, simulator.RunRound(CancellationToken.None).Accuracy!.Value);
        Assert.True(best >= wanted, $"accuracy {best:F4} within 20 rounds; {wanted} was promised");
    }
}
