using Diten.Core.Stations;
using FsCheck;
using FsCheck.Fluent;
using static Diten.Core.Tests.Stations.StationFixture;

namespace Diten.Core.Tests.Stations;

public sealed class SelectionTests
{
    [Fact]
    public void Exactly_the_wanted_number_with_the_largest_weights_takes_part_whatever_the_order_of_the_offers() =>
        Prop.ForAll(Gen.Choose(1, 30).Two().Zip(Gen.Choose(0, 1000)).ToArbitrary(), drawn =>
        {
            var ((devices, wanted), seed) = drawn;
            var random = new Random(seed);
            // Few distinct values, so that ties are common.
            var tau = Enumerable.Range(0, devices).Select(_ => random.Next(0, 6) / 2.0).ToArray();
            var expected = Enumerable.Range(0, devices).OrderByDescending(i => tau[i]).ThenBy(i => i).Take(wanted).Order().Select(Name).ToArray();
            foreach (var shuffle in new[] { false, true })
            {
                var state = Station(devices, SelectionRule.Top(wanted));
                BaseStation.BeginRound(state, 0);
                var order = Enumerable.Range(0, devices).ToArray();
                if (shuffle) random.Shuffle(order);
                foreach (var i in order) Offer(state, i, tau[i]);
                var outcome = BaseStation.CloseOffers(state, 0);
                Assert.Equal(Math.Min(wanted, devices), outcome.Selected.Count);
                Assert.Equal(expected, outcome.Selected);
                Assert.Equal(Selection.ThresholdFor(tau, wanted), outcome.Threshold);
                Assert.All(Enumerable.Range(0, devices).Where(i => tau[i] > outcome.Threshold), i => Assert.Contains(Name(i), outcome.Selected, StringComparer.Ordinal));
            }
        }).Holds();

    [Fact]
    public void A_fixed_threshold_takes_those_strictly_above_it()
    {
        var state = Station(4, SelectionRule.Above(2));
        var outcome = OpenUploads(state, 4); // τ = 1, 2, 3, 4
        Assert.Equal($"{Name(2)} {Name(3)}", string.Join(' ', outcome.Selected));
        Assert.Equal(2, outcome.Threshold);
    }

    [Fact]
    public void Where_everyone_takes_part_so_do_those_without_weight()
    {
        var state = Station(2);
        BaseStation.BeginRound(state, 0);
        Assert.Equal(OfferDecision.TakePart, Offer(state, 0, 0).Decision);
        Offer(state, 1, 0);
        Assert.Equal(2, BaseStation.CloseOffers(state, 0).Selected.Count);
    }
}
