using System.Net;
using Diten.Grains.Placement;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Placement;

public sealed class StationHomeTests
{
    private const int Stations = 20_000;

    [Fact]
    public void The_hash_is_the_same_in_every_version()
    {
        Assert.Equal(0x34a0179c0121aea4UL, StationHome.Hash("bs-1"));
        var silos = Silos(5);
        Assert.Equal([4, 4, 1, 4], Enumerable.Range(1, 4).Select(i => Array.IndexOf(silos, StationHome.Of($"bs-{i}", silos))));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(50)]
    public void Stations_are_spread_evenly(int count)
    {
        var silos = Silos(count);
        var loads = Names().CountBy(s => StationHome.Of(s, silos)).Select(l => (double)l.Value).ToArray();
        Assert.Equal(count, loads.Length);

        // Binomial: five standard deviations about the mean.
        var mean = (double)Stations / count;
        var deviation = Math.Sqrt(mean * (1 - 1.0 / count));
        Assert.All(loads, l => Assert.InRange(l, mean - 5 * deviation, mean + 5 * deviation));
    }

    [Fact]
    public void A_silo_that_joins_takes_its_share_and_nothing_else_moves()
    {
        var four = Silos(4);
        var five = Silos(5);
        var moved = Names().Where(s => !StationHome.Of(s, four).Equals(StationHome.Of(s, five))).ToArray();
        Assert.All(moved, s => Assert.Equal(five[4], StationHome.Of(s, five)));
        Assert.InRange(moved.Length, Stations / 5 - 300, Stations / 5 + 300);
    }

    [Fact]
    public void A_silo_that_leaves_gives_away_only_what_it_held()
    {
        var five = Silos(5);
        SiloAddress[] without = [.. five.Where((_, i) => i != 2)];
        Assert.All(Names().Where(s => !StationHome.Of(s, five).Equals(five[2])), s => Assert.Equal(StationHome.Of(s, five), StationHome.Of(s, without)));
    }

    [Fact]
    public void The_order_of_the_silos_and_their_generation_do_not_matter()
    {
        var silos = Silos(6);
        SiloAddress[] other = [.. silos.Reverse().Select(s => SiloAddress.New(s.Endpoint, s.Generation + 1000))];
        Assert.All(Names().Take(500), s => Assert.Equal(StationHome.Of(s, silos).Endpoint, StationHome.Of(s, other).Endpoint));
    }

    [Fact]
    public void Following_homes_never_goes_round_however_much_the_views_differ()
    {
        var silos = Silos(8);
        var random = new Random(20261122);
        for (var trial = 0; trial < 2000; trial++)
        {
            // Every silo knows of itself and of any others.
            var views = silos.Select(self => (SiloAddress[])[.. silos.Where(s => s.Equals(self) || random.NextDouble() < 0.5)]).ToArray();
            var at = random.Next(silos.Length);
            for (var move = 0; ; move++)
            {
                Assert.True(move < silos.Length, "went round");
                var next = Array.IndexOf(silos, StationHome.Of($"bs-{trial}", views[at]));
                if (next == at) break;
                at = next;
            }
        }
    }

    [Fact]
    public void Silos_at_addresses_of_both_kinds_are_told_apart()
    {
        SiloAddress[] silos = [SiloAddress.New(IPAddress.IPv6Loopback, 11111, 1), SiloAddress.New(IPAddress.Loopback, 11111, 1)];
        Assert.Equal(2, Names().Take(100).Select(s => StationHome.Of(s, silos)).Distinct().Count());
    }

    [Fact]
    public void Without_a_silo_there_is_no_home() => Assert.Throws<ArgumentException>(() => StationHome.Of("bs-1", []));

    [Theory]
    [InlineData("bs-1", "bs-1")]
    [InlineData("bs-1/17", "bs-1")]
    [InlineData("/17", "")]
    public void A_station_owns_the_keys_that_begin_with_it(string key, string station) => Assert.Equal(station, StationHome.OfKey(key));

    private static IEnumerable<string> Names() => Enumerable.Range(0, Stations).Select(i => $"bs-{i}");

    private static SiloAddress[] Silos(int count) => [.. Enumerable.Range(0, count).Select(i => SiloAddress.New(IPAddress.Parse($"10.0.{i / 200}.{i % 200 + 1}"), 11111, 100 + i))];
}
