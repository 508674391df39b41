namespace Diten.Cluster.Upgrade.Tests;

/// <summary>A message of this version and of the next, which has fields more, is read by the other.</summary>
public sealed class MessageTests
{
    private const string Known = "7 1970-01-01T00:00:00.0000000+00:00 temperature 21.5";

    [Fact]
    public async Task Each_version_reads_its_own_messages()
    {
        await using var old = await Role.StartAsync(Versions.Old, "bytes");
        await using var next = await Role.StartAsync(Versions.Next, "bytes");
        Assert.Equal(Known, await old.AskAsync("read " + await old.AskAsync("write")));
        Assert.Equal(Known + " unit=K tags=a,b", await next.AskAsync("read " + await next.AskAsync("write")));
    }

    [Fact]
    public async Task Fields_that_a_version_does_not_know_are_passed_over_and_those_not_sent_have_their_initial_values()
    {
        await using var old = await Role.StartAsync(Versions.Old, "bytes");
        await using var next = await Role.StartAsync(Versions.Next, "bytes");
        Assert.Equal(Known, await old.AskAsync("read " + await next.AskAsync("write")));
        Assert.Equal(Known + " unit=null tags=", await next.AskAsync("read " + await old.AskAsync("write")));
    }
}
