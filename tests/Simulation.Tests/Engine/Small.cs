using Diten.Core.Network;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Engine;

/// <summary>Small networks for tests.</summary>
internal static class Small
{
    /// <summary>20 devices, 8 participants, nothing learned unless a workload is given.</summary>
    public static ScenarioOptions Options { get; } = new() { Devices = 20, Participants = 8, Subcarriers = 64, Threads = 1, SamplesMean = 60, SamplesDeviation = 20, SamplesMinimum = 10 };

    public static List<RoundSnapshot> Run(ScenarioOptions options, int rounds, Workload? workload = null) => Run(new Simulator(options, workload), rounds);

    public static List<RoundSnapshot> Run(Simulator simulator, int rounds)
    {
        var done = new List<RoundSnapshot>();
        for (var i = 0; i < rounds; i++) done.Add(simulator.RunRound(CancellationToken.None));
        return done;
    }

    public static List<DeviceView> Devices(Simulator simulator) =>
        Enumerable.Range(0, simulator.Options.Devices).Select(simulator.Device).ToList();
}
