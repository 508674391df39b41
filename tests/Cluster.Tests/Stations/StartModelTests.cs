using Diten.Cluster.Tests.Hosting;
using Diten.Cluster.Tests.Twins;
using Diten.Interfaces;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Stations;

/// <summary>Stations whose first global model is given with their settings.</summary>
[Collection(StationCollection.Name)]
public sealed class StartModelTests(StationCluster cluster)
{
    // Two chunks.
    private const int Large = 300_000;

    [Fact]
    public async Task A_given_model_is_durable_when_the_set_up_is_answered_and_needs_its_giver_no_more()
    {
        var station = cluster.Station("start-1");
        var (bytes, settings) = Given(Large, 1, "mine", $$"""{"w":[{{Large / 10}},10]}""");
        var hash = settings.StartModel!.Hash;
        // A set-up that cannot be stored is not acknowledged.
        FaultyStorage.Break(ModelChunks.KeyOf(hash, 1), new StorageFault { FailWrites = true });
        await Assert.ThrowsAsync<StateNotStoredException>(() => ConfigureAsync(station, bytes, settings));
        FaultyStorage.Heal(ModelChunks.KeyOf(hash, 1));
        // A chunk that could not be written leaves its silo, with what was held there: the giver asks again, as a fleet does.
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return (await ConfigureAsync(station, bytes, settings)).Accepted;
                }
                catch (OrleansException)
                {
                    return false;
                }
            },
            "the station is set up");

        await StationCluster.DeactivateAsync(station);
        Assert.Equal(settings, await station.GetSettingsAsync());
        var reference = (await station.GetModelAsync(null))!;
        Assert.Equal((0, hash), (reference.Version, reference.Hash));
        Assert.Equal(bytes, await new ModelStore(cluster.Grains).GetAsync(reference));

        // The same again changes nothing; another model is named.
        Assert.True((await station.ConfigureAsync(settings)).Accepted);
        var (others, other) = Given(Large, 2, "mine", settings.Tensors);
        var reply = await ConfigureAsync(station, others, other);
        Assert.False(reply.Accepted);
        Assert.Contains($"startModel = {other.StartModel!.Hash[..40]} differs from {hash[..40]}", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_model_may_begin_with_a_given_one_and_so_does_the_macro_base_station()
    {
        var (bytes, settings) = Given(7850, 3, "softmax", tensors: null);
        foreach (var id in new[] { "start-2a", "start-2b" }) Assert.True((await ConfigureAsync(cluster.Station(id), bytes, settings with { Macro = "start-2-macro" })).Accepted);
        var macro = cluster.Grains.GetGrain<IMacroStationGrain>("start-2-macro");
        Assert.Equal(settings.StartModel!.Hash, (await macro.GetModelAsync(null))!.Hash);
        Assert.Equal(settings.StartModel.Hash, (await cluster.Station("start-2b").GetModelAsync(0))!.Hash);
        Assert.Equal(2, (await macro.GetStatusAsync()).Members);
    }

    [Fact]
    public async Task What_cannot_begin_is_refused_by_name()
    {
        var station = cluster.Station("start-3");
        var (bytes, good) = Given(40, 4, "mine", """{"one":[3,10],"two":[10]}""");
        (StationSettingsMessage Settings, string Names)[] bad =
        [
            (good with { StartModel = null }, "startModel = none"), (good with { Tensors = """{"one":[3,10]}""" }, "parameters = 40 must be 30"),
            (good with { Tensors = """{"one":[0,10]}""" }, "tensor 'one' is [0, 10]"), (good with { Tensors = "nonsense" }, "names and shapes of the tensors"),
            (good with { Tensors = """{"one":[30],"one":[10]}""" }, "twice"), (good with { Tensors = """{"one":[65536,65536]}""" }, "names and shapes of the tensors"),
            (good with { Tensors = null }, "no model 'mine'"), (good with { Model = " " }, "model = ' '"), (good with { Model = "softmax", Tensors = null }, "parameters = 40 must be 7850"),
            (good with { StartModel = good.StartModel! with { Bytes = 8 } }, "8 bytes"), (good with { StartModel = good.StartModel! with { Hash = "../x" } }, "startModel = ../x"),
        ];
        foreach (var (settings, names) in bad)
        {
            var reply = await ConfigureAsync(station, bytes, settings);
            Assert.False(reply.Accepted, names);
            Assert.Contains(names, reply.Error, StringComparison.Ordinal);
        }

        var (infinite, worse) = Given(40, 5, "mine", good.Tensors, last: float.PositiveInfinity);
        Assert.Contains("not finite", (await ConfigureAsync(station, infinite, worse)).Error, StringComparison.Ordinal);
        // Nobody holds it: to be given again.
        Assert.Contains("is not in the model store", (await Assert.ThrowsAsync<OrleansException>(() => station.ConfigureAsync(good))).Message, StringComparison.Ordinal);
        Assert.Null(await station.GetSettingsAsync());
        Assert.True((await ConfigureAsync(station, bytes, good)).Accepted);
    }

    private static (byte[] Bytes, StationSettingsMessage Settings) Given(int parameters, int seed, string model, string? tensors, float? last = null)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, parameters).Select(_ => random.NextSingle() - 0.5f).ToArray();
        values[^1] = last ?? values[^1];
        var bytes = ParameterBytes.Of(values);
        var start = new ModelReferenceMessage { Version = 0, Hash = ParameterBytes.HashOf(bytes), Bytes = bytes.LongLength };
        return (bytes, TestFleet.Settings with { Model = model, Parameters = parameters, Tensors = tensors, StartModel = start });
    }

    private async Task<ConfigureReply> ConfigureAsync(IStationGrain station, byte[] bytes, StationSettingsMessage settings)
    {
        var store = new ModelStore(cluster.Grains);
        var hash = await store.HoldAsync(bytes, "giver");
        try
        {
            return await station.ConfigureAsync(settings);
        }
        finally
        {
            await store.ReleaseAsync(hash, bytes.LongLength, "giver");
        }
    }
}
