using Diten.Cluster.Tests.Stations;
using Diten.Cluster.Tests.Twins;
using Diten.Interfaces.Models;
using Orleans;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Models;

[Collection(StationCollection.Name)]
public sealed class ModelStoreTests(StationCluster cluster)
{
    [Theory]
    [InlineData(4)]
    [InlineData(ModelChunks.Size - 4)]
    [InlineData(ModelChunks.Size)]
    [InlineData(ModelChunks.Size + 4)]
    [InlineData((3 * ModelChunks.Size) + 40)]
    public async Task Content_of_any_length_comes_back_checked_also_after_its_grains_were_away(int length)
    {
        var store = new ModelStore(cluster.Grains);
        var bytes = Content(length, 1);
        var hash = await store.PutAsync(bytes, "a");
        Assert.Equal(ParameterBytes.HashOf(bytes), hash);
        for (var i = 0; i < ModelChunks.CountOf(length); i++) await StationCluster.DeactivateAsync(Chunk(hash, i));
        Assert.Equal(bytes, await store.GetAsync(hash, length));
        await Assert.ThrowsAsync<InvalidDataException>(() => store.GetAsync(hash, length - 1));
        await store.ReleaseAsync(hash, length, "a");
        Assert.Null(await store.GetAsync(hash, length));
    }

    [Fact]
    public async Task Content_lives_as_long_as_somebody_owns_it()
    {
        var store = new ModelStore(cluster.Grains);
        var bytes = Content(1000, 2);
        var hash = await store.PutAsync(bytes, "a");
        await store.PutAsync(bytes, "b", hash);
        Assert.True(await store.RetainAsync(hash, 1000, "c"));
        foreach (var owner in (string[])["a", "a", "b", "nobody"])
        {
            await store.ReleaseAsync(hash, 1000, owner);
            await StationCluster.DeactivateAsync(Chunk(hash, 0));
            Assert.NotNull(await store.GetAsync(hash, 1000));
        }

        await store.ReleaseAsync(hash, 1000, "c");
        Assert.Null(await store.GetAsync(hash, 1000));
        Assert.False(await store.RetainAsync(hash, 1000, "d"));
    }

    [Fact]
    public async Task What_is_held_is_read_at_once_and_lost_with_the_silo_until_it_is_put()
    {
        var store = new ModelStore(cluster.Grains);
        var (held, put) = (Content(100, 3), Content(100, 4));
        var (heldHash, putHash) = (await store.HoldAsync(held, "a"), await store.HoldAsync(put, "a"));
        Assert.Equal(held, await store.GetAsync(heldHash, 100));
        await store.PutAsync(put, "a", putHash);
        foreach (var hash in (string[])[heldHash, putHash]) await StationCluster.DeactivateAsync(Chunk(hash, 0));
        Assert.Null(await store.GetAsync(heldHash, 100));
        Assert.Equal(put, await store.GetAsync(putHash, 100));
        await store.HoldAsync(held, "a");
        await store.ReleaseAsync(heldHash, 100, "a");
        Assert.Null(await store.GetAsync(heldHash, 100));
    }

    [Fact]
    public async Task Content_that_is_not_what_its_key_says_is_refused()
    {
        var hash = ParameterBytes.HashOf(Content(10, 5));
        await Assert.ThrowsAsync<ArgumentException>(() => Chunk(hash, 0).PutAsync(Content(10, 6), "a"));
        await Assert.ThrowsAsync<ArgumentException>(() => Chunk(hash, 0).PutAsync([], "a"));
        await Assert.ThrowsAsync<ArgumentException>(() => Chunk(hash, 0).HoldAsync(new byte[ModelChunks.Size + 1], "a"));
        Assert.Null(await Chunk(hash, 0).GetAsync());
    }

    [Fact]
    public async Task A_put_that_fails_leaves_nothing_behind_and_may_be_made_again()
    {
        var store = new ModelStore(cluster.Grains);
        var bytes = Content(50, 7);
        var key = ModelChunks.KeyOf(ParameterBytes.HashOf(bytes), 0);
        FaultyStorage.Break(key, new StorageFault { FailWrites = true });
        await Assert.ThrowsAnyAsync<OrleansException>(() => store.PutAsync(bytes, "a"));
        FaultyStorage.Heal(key);
        Assert.Null(await store.GetAsync(ParameterBytes.HashOf(bytes), 50));
        var hash = await store.PutAsync(bytes, "a");
        Assert.Equal(bytes, await store.GetAsync(hash, 50));
    }

    [Fact]
    public void Parameters_are_little_endian_and_viewed_without_a_copy()
    {
        float[] parameters = [1f, -2.5f, float.MaxValue];
        var bytes = ParameterBytes.Of(parameters);
        Assert.Equal([0, 0, 0x80, 0x3f], bytes[..4]);
        Assert.Equal(parameters, ParameterBytes.ToFloats(bytes));
        var view = ParameterBytes.View(bytes);
        Assert.Equal(parameters, view.ToArray());
        bytes[3] = 0x40;
        Assert.Equal(4f, view.Span[0]);
        Assert.Throws<ArgumentException>(() => ParameterBytes.View([1, 2, 3]));
    }

    private static byte[] Content(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private IModelChunkGrain Chunk(string hash, int index) => cluster.Grains.GetGrain<IModelChunkGrain>(ModelChunks.KeyOf(hash, index));
}
