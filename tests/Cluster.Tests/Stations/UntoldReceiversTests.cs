using Diten.Grains.Stations;

namespace Diten.Cluster.Tests.Stations;

public sealed class UntoldReceiversTests
{
    [Fact]
    public void A_receiver_is_behind_from_its_first_round_on_until_it_knows_the_last()
    {
        var untold = new UntoldReceivers();
        Assert.Equal((0, int.MaxValue), (untold.Count, untold.Oldest));
        untold.Add("a", 3);
        untold.Add("b", 5);
        untold.Add("a", 6);
        Assert.Equal((2, 3), (untold.Count, untold.Oldest));
        Assert.Equal("a", Assert.Single(untold.BehindAt(4)));
        Assert.Equal("a b", string.Join(' ', untold.BehindAt(5).Order(StringComparer.Ordinal)));
        untold.Told("a", 3);
        untold.Told("b", 5);
        untold.Settle(5);
        Assert.Equal((true, false, 4), (untold.Contains("a"), untold.Contains("b"), untold.Oldest));
    }

    [Fact]
    public void Rounds_whose_rows_are_gone_are_given_up_and_the_rest_is_not()
    {
        var untold = new UntoldReceivers();
        untold.Add("a", 3);
        untold.Add("b", 9);
        Assert.Equal(0, untold.GiveUpBefore(3));
        Assert.Equal(1, untold.GiveUpBefore(7));
        Assert.Equal(7, untold.Oldest);
        Assert.Equal([new StoredUntold("a", 7), new StoredUntold("b", 9)], untold.ToStored());
        var again = new UntoldReceivers();
        again.Load(untold.ToStored());
        Assert.Equal((2, 7), (again.Count, again.Oldest));
    }
}
