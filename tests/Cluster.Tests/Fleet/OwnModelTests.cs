using System.Net;
using System.Net.Http.Headers;
using Diten.Client.Fleet;
using Diten.Cluster.Tests.Hosting;
using Diten.Dashboard.Hosting;
using Diten.Interfaces.Stations;
using Diten.Learning;
using Diten.Learning.Models;
using Diten.Simulation.Commands;
using Diten.Simulation.Scenario;
using Microsoft.AspNetCore.Builder;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>Devices with a model of their own, or one from a file; and a model learned in the cluster used elsewhere.</summary>
public sealed class OwnModelTests(FleetCluster cluster) : IClassFixture<FleetCluster>
{
    private static readonly ILearner s_mine = new NetworkLearner(
        new ModelDescription("mine", TensorShape.Vector(784), [new Dense(784, 12), new Relu(), new Dense(12, 10)], new CrossEntropy()));

    [Fact]
    public async Task A_model_that_no_silo_knows_is_learned_below_a_macro_base_station()
    {
        // Which module stands behind it is the devices' business; the file is not opened here.
        var options = SmallFleet.Options with { Rounds = 2, Stations = 2, Devices = 8, Participants = 2, Learner = "torch", ModelFile = "mine.pt" };
        var workload = new FleetWorkload(SmallFleet.Workload(SmallFleet.Options with { Devices = 8 }) with { Learner = s_mine }, null);
        var fleet = SmallFleet.Fleet(options, "own-1", "own-2") with { Prefix = "own", Macro = "own-macro" };
        await using (var running = SmallFleet.Start(cluster.Grains, fleet, workload))
        {
            await running.FinishedAsync();
            await Eventually.HoldsAsync(async () => await cluster.Grains.GetGrain<IMacroStationGrain>("own-macro").GetModelAsync(null) is { Version: > 0 }, "the macro base station aggregates it");
        }

        var settings = (await cluster.Station("own-1").GetSettingsAsync())!;
        Assert.Equal(("mine", s_mine.ParameterCount, """{"0.weight":[12,784],"0.bias":[12],"2.weight":[10,12],"2.bias":[10]}"""), (settings.Model, settings.Parameters, settings.Tensors));
        await using var network = cluster.Network();
        var model = (await network.GetModelAsync("own-macro", null, CancellationToken.None))!;
        Assert.Equal(("own-macro", "mine"), (model.Station, model.Model));
        var learned = SafeTensors.Read(model.SafeTensors.Span, s_mine.Blocks);
        var test = SmallFleet.Workload(SmallFleet.Options).Data.Test;
        // It may be of the first round; how good that is depends on who was first.
        Assert.True(s_mine.Evaluate(learned, test).Loss < s_mine.Evaluate(InitialModel.Of(s_mine, options.Seed), test).Loss);

        // Devices of another model are told both; the same devices go on.
        var named = SmallFleet.Options with { Rounds = 2, Devices = 4, Participants = 2 };
        var refused = await RefusedAsync(new RunningFleet(new DeviceFleet(
            SmallFleet.Fleet(named, "own-1") with { Prefix = "named" }, new FleetWorkload(SmallFleet.Workload(named), null), new Access(cluster.Grains), TimeProvider.System, _ => { })));
        Assert.Equal("station own-1 learns mine (a model of one's own) with 9,550 parameters, these devices softmax with 7,850 parameters; name another station, or the same options", refused);
        await using var again = SmallFleet.Start(cluster.Grains, fleet, workload);
        await again.FinishedAsync();
    }

    [Fact]
    public async Task A_model_learned_in_the_cluster_goes_to_a_file_and_on_in_the_simulator_and_in_the_cluster()
    {
        var options = SmallFleet.Options with { Rounds = 4 };
        await using (var fleet = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options, "export-1") with { Prefix = "export" })) await fleet.FinishedAsync();
        await using var network = cluster.Network();
        await using var host = DashboardHost.Create(network, new DashboardOptions { Urls = ["http://127.0.0.1:0"] });
        await host.StartAsync();
        var folder = Directory.CreateTempSubdirectory("diten-model-tests-").FullName;
        try
        {
            // The terminal and the API give the same bytes, and the API knows a version again.
            var file = Path.Combine(folder, "learned.safetensors");
            var (code, output, error) = await RunAsync("query", "model", "export-1", "--out", file, "--url", host.Urls.Single());
            Assert.Equal((0, ""), (code, error));
            Assert.Contains("export-1: softmax, version 4", output, StringComparison.Ordinal);
            using var http = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
            using var answer = await http.GetAsync(new Uri("/api/v1/stations/export-1/model?version=4", UriKind.Relative));
            Assert.Equal(await File.ReadAllBytesAsync(file), await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal("4", Assert.Single(answer.Headers.GetValues("Diten-Model-Version")));
            using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/stations/export-1/model", UriKind.Relative));
            ask.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(answer.Headers.ETag!.Tag));
            using var known = await http.SendAsync(ask);
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
            var (missing, _, gone) = await RunAsync("query", "model", "export-1", "--version", "99", "--out", file, "--url", host.Urls.Single());
            Assert.Equal(2, missing);
            Assert.Contains("version: this version of the model is not held", gone, StringComparison.Ordinal);

            var workload = SmallFleet.Workload(options);
            var parameters = SafeTensors.Read(await File.ReadAllBytesAsync(file), workload.Learner.Blocks);
            Assert.True(workload.Learner.Evaluate(parameters, workload.Data.Test).Loss < workload.Learner.Evaluate(InitialModel.Of(workload.Learner, options.Seed), workload.Data.Test).Loss);

            // The simulator begins with it: nobody sends in a round in which everyone is away, so the model stays what it was.
            var next = Path.Combine(folder, "next.safetensors");
            (code, _, error) = await RunAsync(
                "simulate", "--model", "softmax", "--dataset", "digits", "--devices", "2", "--participants", "1", "--rounds", "1", "--drop-out", "1", "--start-model", file, "--save-model", next);
            Assert.Equal((0, ""), (code, error));
            Assert.Equal(parameters, SafeTensors.Read(await File.ReadAllBytesAsync(next), workload.Learner.Blocks));

            // And so does another station.
            var begun = new FleetWorkload(workload with { Learner = new StartingLearner(workload.Learner, parameters) }, null);
            await using var second = SmallFleet.Start(cluster.Grains, SmallFleet.Fleet(options with { Rounds = 1 }, "export-2") with { Prefix = "exported" }, begun);
            await second.FinishedAsync();
            var first = (await network.GetModelAsync("export-2", 0, CancellationToken.None))!;
            Assert.Equal(parameters, SafeTensors.Read(first.SafeTensors.Span, workload.Learner.Blocks));
            Assert.Null((await cluster.Station("export-2").GetSettingsAsync())!.Tensors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RefusedAsync(RunningFleet fleet) => (await Assert.ThrowsAsync<FleetException>(fleet.FinishedAsync)).Message;

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
