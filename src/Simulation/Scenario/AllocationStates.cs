using Diten.Core.Allocation;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Scenario;

/// <summary>
/// Subcarrier problems as the simulator meets them: samples, frequencies, places and channels of all devices, drawn anew for
/// every state. For measuring and for training allocators on states that have nothing in common but their statistics.
/// </summary>
internal static class AllocationStates
{
    /// <summary>The state of one seed, with every device taking part.</summary>
    /// <param name="options">The scenario; its seed is not looked at.</param>
    /// <param name="seed">0 or more; another seed is another state.</param>
    public static AllocationProblem Draw(ScenarioOptions options, int seed)
    {
        var drawn = (options with { Seed = seed }).Checked();
        var world = new World(drawn, Population.DrawSamples(drawn));
        var costing = new Costing(drawn, world.Radio, parameters: 0);
        foreach (var device in world.Devices) device.Turn = costing.Begin(device, staleness: 1);
        return costing.Problem([.. world.Devices]);
    }
}
