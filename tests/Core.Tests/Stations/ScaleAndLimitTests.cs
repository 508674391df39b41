using Diten.Core.Aggregation;
using Diten.Core.Stations;
using static Diten.Core.Tests.Stations.StationFixture;

namespace Diten.Core.Tests.Stations;

public sealed class ScaleAndLimitTests
{
    [Fact]
    public void The_scale_is_that_of_the_members_whose_rate_and_frequency_are_known_in_any_order()
    {
        var options = new UpdateWeightOptions();
        var (one, other) = (Station(0), Station(0));
        Registration[] devices =
        [
            new("a", 1, 10, FrequencyHz: 1e9, SubcarrierRate: 3e5),
            new("b", 1, 10, FrequencyHz: 2e9, SubcarrierRate: 1e5),
            new("c", 1, 10, FrequencyHz: 3e9),
            new("d", 1, 10, FrequencyHz: 0.5e9, SubcarrierRate: 7e5),
        ];
        foreach (var device in devices) BaseStation.Register(one, device);
        foreach (var device in devices.Reverse()) BaseStation.Register(other, device);
        var expected = PopulationScale.Measure([3e5, 1e5, 7e5], [1e9, 2e9, 0.5e9], options);
        Assert.Equal(expected, BaseStation.MeasureScale(one, options));
        Assert.Equal(expected, BaseStation.MeasureScale(other, options));
        Assert.Equal(new PopulationScale(0, double.MaxValue, 1), BaseStation.MeasureScale(Station(3), options));
    }

    [Fact]
    public void A_newer_registration_or_offer_tells_the_frequency_and_one_that_does_not_tell_leaves_it()
    {
        var state = Station(1);
        Assert.True(BaseStation.Register(state, new Registration(Name(0), 1, 100, FrequencyHz: 1e9, SubcarrierRate: 2e5)));
        Assert.True(BaseStation.Register(state, new Registration(Name(0), 1, 100)));
        Assert.Equal((1e9, 2e5), (state.Members[Name(0)].FrequencyHz, state.Members[Name(0)].SubcarrierRate));
        BaseStation.BeginRound(state, 0);
        BaseStation.Offer(state, new UpdateOffer(Name(0), 1, 1, 0.5, 3e9), 0);
        BaseStation.Offer(state, new UpdateOffer(Name(0), 1, 1, 0.5), 0);
        Assert.Equal(3e9, state.Members[Name(0)].FrequencyHz);
        var ticket = BaseStation.Deregister(state, Name(0), 1)!;
        Assert.Equal((3e9, 2e5), (ticket.FrequencyHz, ticket.SubcarrierRate));
        Assert.Throws<ArgumentException>(() => BaseStation.Register(state, ticket with { FrequencyHz = double.NaN }));
        Assert.Throws<ArgumentException>(() => BaseStation.Register(state, ticket with { SubcarrierRate = -1 }));
    }

    [Theory]
    [InlineData(SelectionKind.All, 3, new[] { 2, 3, 4 }, 2.0)]
    [InlineData(SelectionKind.Wanted, 3, new[] { 3, 4 }, 3.0)]
    [InlineData(SelectionKind.Wanted, 1, new[] { 4 }, 4.0)]
    [InlineData(SelectionKind.Threshold, 3, new[] { 3, 4 }, 3.0)]
    [InlineData(SelectionKind.Threshold, 1, new[] { 4 }, 4.0)]
    [InlineData(SelectionKind.All, 5, new[] { 0, 1, 2, 3, 4 }, 0.0)]
    public void No_more_are_chosen_than_the_band_can_carry(SelectionKind kind, int most, int[] expected, double threshold)
    {
        var rule = kind switch { SelectionKind.All => SelectionRule.All, SelectionKind.Wanted => SelectionRule.Top(2), _ => SelectionRule.Above(3) };
        var state = Station(5, rule, o => o with { MostParticipants = most });
        BaseStation.BeginRound(state, 0);
        // Whether a device takes part is certain only where everybody could.
        var decision = Offer(state, 0, 9).Decision;
        Assert.Equal(most == 5 && kind == SelectionKind.All ? OfferDecision.TakePart : OfferDecision.Pending, decision);
        for (var i = 0; i < 5; i++) Offer(state, i, i + 1);
        var outcome = BaseStation.CloseOffers(state, 0);
        Assert.Equal(string.Join(' ', expected.Select(Name)), string.Join(' ', outcome.Selected));
        Assert.Equal(threshold, outcome.Threshold);
        Assert.Equal(expected.Length, state.Awaited);
    }

    [Fact]
    public void Offers_stay_open_while_nobody_offers_where_that_is_asked_for()
    {
        var state = Station(2, with: o => o with { OfferSeconds = 10, UploadSeconds = 5, WaitForOffers = true });
        BaseStation.BeginRound(state, 0);
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(state, 9.9));
        Assert.Equal(StationStep.ExtendOffers, BaseStation.NextStep(state, 10));
        BaseStation.ExtendOffers(state, 12);
        Assert.Equal((1, 22.0), (state.Round, state.Deadline));
        Offer(state, 0, 1, now: 21);
        Assert.Equal(StationStep.CloseOffers, BaseStation.NextStep(state, 22));
        BaseStation.CloseOffers(state, 22);
        Assert.Throws<InvalidOperationException>(() => BaseStation.ExtendOffers(state, 23));
        Assert.Equal(StationStep.Aggregate, BaseStation.NextStep(state, 27));
        Assert.Equal((0, null), (BaseStation.Aggregate(state).ModelVersion, state.Deadline));
        Assert.Throws<ArgumentException>(() => (state.Options with { MostParticipants = 0 }).Validate());
    }

    [Fact]
    public void A_round_is_summed_up_as_its_rows_say()
    {
        RoundShare[] shares = [new(true, 1, 2, 5), new(true, 2, 3, 6), new(false, 9, 0, 7)];
        var sum = RoundSummary.Of(shares, 100, 10);
        Assert.Equal((5.0, 5.0, 4.0, 2.0, 18.0), (sum.DurationSeconds, sum.MakespanSeconds, sum.MeanSeconds, sum.Psi, sum.EnergyJoules));
        Assert.Equal((200.0, 30.0), (sum.Overhead.ModelBits, sum.Overhead.StateBits));
        var silent = RoundSummary.Of([new(false, 9, 0, 7)], 100, 10);
        Assert.Equal((9.0, 0.0, 0.0, 0.0), (silent.DurationSeconds, silent.MakespanSeconds, silent.Overhead.ModelBits, silent.Psi));
        Assert.Equal((40.0, 50.0), (RoundSummary.ExpectedRate(40, 5, 20, 2), RoundSummary.ExpectedRate(null, 5, 20, 2)));
    }
}
