using Diten.Core.Network;
using Diten.Learning.Data;
using Diten.Learning.Models;
using Diten.Simulation.Engine;
using Diten.Simulation.Live;
using Diten.Simulation.Scenario;

namespace Diten.Dashboard.Tests.Simulated;

/// <summary>The models of a simulated network that learns, also while it does.</summary>
public sealed class SimulatedModelTests
{
    private static readonly ScenarioOptions s_options = new()
    {
        Devices = 6, Stations = 2, Participants = 2, Rounds = 3, Threads = 1, Model = "softmax", Dataset = "digits", SamplesMean = 50, SamplesDeviation = 10, SamplesMinimum = 20,
    };

    private static readonly Lazy<Workload> s_workload = new(() => WorkloadFactory.Create(s_options, DataSource.Load("digits", null, seed: 1, train: 300, test: 100)));

    [Fact]
    public async Task Each_station_gives_its_own_and_the_macro_base_stations_is_the_simulators()
    {
        await using var network = await FinishedAsync(s_options, s_workload.Value);
        var simulator = new Simulator(s_options, s_workload.Value);
        for (var round = 0; round < s_options.Rounds; round++) simulator.RunRound(CancellationToken.None);
        foreach (var station in await network.ListStationsAsync(default))
        {
            var model = (await network.GetModelAsync(station.Id, null, default))!;
            Assert.Equal((station.Id, "softmax", station.ModelVersion), (model.Station, model.Model, model.Version));
            Assert.Equal(simulator.ModelOf(station.Id)!.Value.Model.ToArray(), SafeTensors.Read(model.SafeTensors.Span, s_workload.Value.Learner.Blocks));
            Assert.NotNull(await network.GetModelAsync(station.Id, model.Version, default));
            Assert.Null(await network.GetModelAsync(station.Id, model.Version + 1, default));
        }

        Assert.Equal(simulator.GlobalModel.ToArray(), SafeTensors.Read((await network.GetModelAsync("macro", null, default))!.SafeTensors.Span, s_workload.Value.Learner.Blocks));
        Assert.Null(await network.GetModelAsync("bs-9", null, default));
    }

    [Fact]
    public async Task It_can_be_asked_for_while_rounds_run_and_nothing_is_given_where_nothing_is_learned()
    {
        var endless = new SimulatedNetwork(s_options with { Rounds = 0 }, _ => s_workload.Value, new LiveOptions { PauseSeconds = 0 }, TimeProvider.System);
        await using (endless)
        {
            Assert.Null(await endless.GetModelAsync("bs-1", null, default));
            endless.Start();
            var seen = new List<int>();
            while (seen.Distinct().Count() < 3)
            {
                if (await endless.GetModelAsync("bs-1", null, default) is { } model) seen.Add(model.Version);
                else await Task.Yield();
            }

            Assert.Equal(seen.Order(), seen);
        }

        await using var idle = await FinishedAsync(s_options, null);
        Assert.Null(await idle.GetModelAsync("bs-1", null, default));
    }

    private static async Task<SimulatedNetwork> FinishedAsync(ScenarioOptions options, Workload? workload)
    {
        var network = new SimulatedNetwork(options, _ => workload, new LiveOptions { PauseSeconds = 0 }, TimeProvider.System);
        network.Start();
        await network.Completion;
        return network;
    }
}
