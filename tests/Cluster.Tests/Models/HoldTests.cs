using Diten.Cluster.Tests.Twins;
using Diten.Interfaces.Models;

namespace Diten.Cluster.Tests.Models;

/// <summary>Content that is held for somebody who never comes back: a set-up that is given up, an update that nobody answers.</summary>
[Collection(MovedClockCollection.Name)]
public sealed class HoldTests(MovedClockCluster cluster)
{
    private static readonly TimeSpan s_most = ModelChunks.HeldFor - TimeSpan.FromMinutes(1);

    // Two chunks.
    private const int Length = ModelChunks.Size + 4;

    [Fact]
    public async Task A_hold_ends_by_itself_and_those_of_others_go_on()
    {
        var store = new ModelStore(cluster.Grains);
        var bytes = Content(1);
        var hash = await store.HoldAsync(bytes, "gone");
        MovedClockCluster.Ahead(s_most);
        Assert.Equal(bytes, await store.GetAsync(hash, Length));
        // Whoever asks again has all of the time again, and takes over what is there.
        await store.HoldAsync(bytes, "there", hash);
        MovedClockCluster.Ahead(s_most);
        Assert.Equal(bytes, await store.GetAsync(hash, Length));
        await store.HoldAsync(bytes, "there", hash);
        MovedClockCluster.Ahead(s_most);
        Assert.Equal(bytes, await store.GetAsync(hash, Length));
        MovedClockCluster.Ahead(TimeSpan.FromMinutes(1));
        Assert.Null(await store.GetAsync(hash, Length));
        Assert.False(await store.RetainAsync(hash, Length, "late"));
    }

    [Fact]
    public async Task Who_went_away_keeps_nothing_alive_that_others_release()
    {
        var store = new ModelStore(cluster.Grains);
        var bytes = Content(2);
        var hash = await store.HoldAsync(bytes, "gone");
        MovedClockCluster.Ahead(s_most);
        await store.HoldAsync(bytes, "there", hash);
        MovedClockCluster.Ahead(TimeSpan.FromMinutes(1));
        await store.ReleaseAsync(hash, Length, "there");
        Assert.Null(await store.GetAsync(hash, Length));
    }

    [Fact]
    public async Task What_is_held_while_others_have_it_stored_is_still_there_when_they_release_it()
    {
        var store = new ModelStore(cluster.Grains);
        var bytes = Content(3);
        var hash = await store.HoldAsync(bytes, "before");
        await store.PutAsync(bytes, "owner", hash);
        await store.HoldAsync(bytes, "after", hash);
        await store.ReleaseAsync(hash, Length, "owner");
        await store.ReleaseAsync(hash, Length, "before");
        Assert.Equal(bytes, await store.GetAsync(hash, Length));
        await store.PutAsync(bytes, "owner", hash);
        await store.ReleaseAsync(hash, Length, "after");
        Assert.Equal(bytes, await store.GetAsync(hash, Length));
        await store.ReleaseAsync(hash, Length, "owner");
        Assert.Null(await store.GetAsync(hash, Length));
    }

    private static byte[] Content(int seed)
    {
        var bytes = new byte[Length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
