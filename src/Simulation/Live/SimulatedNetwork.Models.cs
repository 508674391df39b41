using Diten.Core.Network;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Live;

public sealed partial class SimulatedNetwork
{
    // Held while a round runs: the stations' models are the simulator's own then.
    private readonly SemaphoreSlim _models = new(1, 1);

    /// <inheritdoc/>
    /// <remarks>Waits for the end of the round under way; only the newest version is held.</remarks>
    public async ValueTask<ModelSnapshot?> GetModelAsync(string station, int? version, CancellationToken cancellationToken)
    {
        Simulator? simulator;
        lock (_gate) simulator = _published?.Simulator;
        if (simulator?.Workload is not { Learner: var learner }) return null;
        await _models.WaitAsync(cancellationToken);
        try
        {
            return simulator.ModelOf(station) is (var model, var newest) && (version is null || version == newest)
                ? StationModelFile.Of(station, learner.Name, newest, learner.Blocks, model.Span)
                : null;
        }
        finally
        {
            _models.Release();
        }
    }

    private RoundSnapshot RunRound(Simulator simulator, CancellationToken stop)
    {
        _models.Wait(stop);
        try
        {
            return simulator.RunRound(stop);
        }
        finally
        {
            _models.Release();
        }
    }
}
