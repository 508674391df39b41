using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Diten.Cluster.Tests.Storage;

/// <summary>What grains expect of any storage: exact bytes, tags that guard against writing over each other.</summary>
internal static class GrainStorageContract
{
    public static async Task HoldsAsync(IGrainStorage storage, string grain)
    {
        var id = GrainId.Create("twin", grain);
        Assert.False((await ReadAsync(storage, id)).RecordExists);

        double[] values = [1.5, double.NaN, -0.0, 1e300];
        var first = await WriteAsync(storage, id, new GrainState<Sample>(new Sample { Values = values }));
        var read = await ReadAsync(storage, id);
        Assert.True(read.RecordExists);
        Assert.Equal(first.ETag, read.ETag, StringComparer.Ordinal);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.State!.Values.Select(BitConverter.DoubleToInt64Bits));

        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => WriteAsync(storage, id, new GrainState<Sample>(new Sample())));
        var stale = await ReadAsync(storage, id);
        first.State!.Values = [2];
        await WriteAsync(storage, id, first);
        Assert.NotEqual(stale.ETag, first.ETag, StringComparer.Ordinal);
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => WriteAsync(storage, id, stale));
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => storage.ClearStateAsync("state", id, stale));
        Assert.Equal((double[])[2], (await ReadAsync(storage, id)).State!.Values);

        await storage.ClearStateAsync("state", id, first);
        Assert.False(first.RecordExists);
        Assert.False((await ReadAsync(storage, id)).RecordExists);
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => WriteAsync(storage, id, stale));
        await WriteAsync(storage, id, new GrainState<Sample>(new Sample { Values = [3] }));
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => WriteAsync(storage, id, stale));

        // A large state: a chunk of a model.
        var big = new GrainState<Sample>(new Sample { Values = [.. Enumerable.Range(0, 300_000).Select(i => Math.Sin(i))] });
        await WriteAsync(storage, GrainId.Create("chunk", grain), big);
        Assert.Equal(big.State!.Values, (await ReadAsync(storage, GrainId.Create("chunk", grain))).State!.Values);
        foreach (var other in new[] { GrainId.Create("chunk2", grain), GrainId.Create("twin", grain + "x") }) Assert.False((await ReadAsync(storage, other)).RecordExists);
    }

    private static async Task<GrainState<Sample>> WriteAsync(IGrainStorage storage, GrainId grain, GrainState<Sample> state)
    {
        await storage.WriteStateAsync("state", grain, state);
        return state;
    }

    private static async Task<GrainState<Sample>> ReadAsync(IGrainStorage storage, GrainId grain)
    {
        var state = new GrainState<Sample>(new Sample());
        await storage.ReadStateAsync("state", grain, state);
        return state;
    }
}
