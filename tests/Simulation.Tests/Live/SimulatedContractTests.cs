using Diten.Core.Network;
using Diten.Simulation.Live;
using Diten.Simulation.Scenario;
using Diten.Tests.Shared;

namespace Diten.Simulation.Tests.Live;

/// <summary>The simulated network keeps the contract of the port.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it through IAsyncLifetime")]
public sealed class SimulatedContractTests : TwinNetworkContract, IAsyncLifetime
{
    private readonly SimulatedNetwork _network = new(
        new ScenarioOptions { Devices = Devices, Subcarriers = Subcarriers, Participants = Participants, Rounds = Rounds, Threads = 1 },
        _ => null, new LiveOptions { PauseSeconds = 0 }, TimeProvider.System);

    public async Task InitializeAsync()
    {
        _network.Start();
        await _network.Completion;
    }

    public async Task DisposeAsync() => await _network.DisposeAsync();

    protected override Task<ITwinNetwork> NetworkAsync() => Task.FromResult<ITwinNetwork>(_network);
}
