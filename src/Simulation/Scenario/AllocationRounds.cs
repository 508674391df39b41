using Diten.Core.Allocation;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Scenario;

/// <summary>The subcarrier problems of one network round after round: the same devices, whose channels move on. Every device takes part.</summary>
internal sealed class AllocationRounds
{
    private readonly World _world;
    private readonly Costing _costing;
    private int _round;

    /// <summary>The network before its first round.</summary>
    /// <param name="options">The scenario; nobody drops out, straggles or moves by default.</param>
    public AllocationRounds(ScenarioOptions options)
    {
        options = options.Checked();
        _world = new World(options, Population.DrawSamples(options));
        _costing = new Costing(options, _world.Radio, parameters: 0);
    }

    /// <summary>The problem of the next round.</summary>
    public AllocationProblem Next()
    {
        _round++;
        foreach (var device in _world.Devices)
        {
            _world.Advance(device, _round);
            device.Turn = _costing.Begin(device, staleness: 1);
        }
        return _costing.Problem([.. _world.Devices]);
    }
}
