using Diten.Core.Stations;
using static Diten.Core.Tests.Stations.StationFixture;

namespace Diten.Core.Tests.Stations;

public sealed class PresenceTests
{
    [Fact]
    public void Offers_close_when_all_have_offered_who_did_not_say_farewell()
    {
        var state = Timed(3);
        Assert.True(BaseStation.NoteAway(state, Name(2)));
        Assert.False(BaseStation.NoteAway(state, Name(2)));
        Assert.False(BaseStation.NoteAway(state, "nobody"));
        Assert.Equal((3, 1), (state.Members.Count, state.Away));
        BaseStation.BeginRound(state, 0);
        Offer(state, 0, 1);
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(state, 1));
        Offer(state, 1, 1);
        Assert.Equal(StationStep.CloseOffers, BaseStation.NextStep(state, 1));
        Assert.Equal([Name(0), Name(1)], BaseStation.CloseOffers(state, 1).Selected);
        Assert.Equal(1, BaseStation.RoundGap(state, Name(2)));
    }

    [Fact]
    public void One_that_offered_and_says_farewell_is_taken_back_and_not_waited_for()
    {
        var state = Timed(2);
        BaseStation.BeginRound(state, 0);
        Offer(state, 0, 1);
        Assert.True(BaseStation.NoteAway(state, Name(0)));
        Assert.Equal((0, 1, StationStep.Wait), (state.Offers, state.Away, BaseStation.NextStep(state, 1)));
        Offer(state, 1, 1);
        Assert.Equal(StationStep.CloseOffers, BaseStation.NextStep(state, 1));
        BaseStation.CloseOffers(state, 1);
        Assert.True(BaseStation.NoteAway(state, Name(1)));
        Assert.Equal((0, 2, StationStep.Aggregate), (state.Awaited, state.Away, BaseStation.NextStep(state, 1)));
    }

    [Theory]
    [InlineData("offer")]
    [InlineData("late offer")]
    [InlineData("register")]
    [InlineData("new epoch")]
    [InlineData("heard")]
    public void Who_is_heard_again_is_waited_for_again(string how)
    {
        var state = Timed(2);
        BaseStation.NoteAway(state, Name(1));
        BaseStation.BeginRound(state, 0);
        if (how is "late offer")
        {
            Offer(state, 0, 1);
            BaseStation.CloseOffers(state, 1);
            Assert.Equal(RefusalReason.Closed, Offer(state, 1, 1, now: 2).Reason);
            BaseStation.Aggregate(state);
            BaseStation.BeginRound(state, 3);
        }

        if (how is "offer") Assert.Equal(RefusalReason.None, Offer(state, 1, 1).Reason);
        if (how is "register") Assert.True(BaseStation.Register(state, new Registration(Name(1), 1, 100)));
        if (how is "new epoch") Assert.True(BaseStation.Register(state, new Registration(Name(1), 2, 100)));
        if (how is "heard") Assert.True(BaseStation.NoteHeard(state, Name(1)));
        Assert.Equal((2, 0), (state.Members.Count, state.Away));
        if (how is "offer") return;
        BaseStation.Offer(state, new UpdateOffer(Name(0), 1, state.Round, 1), 3);
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(state, 4));
        BaseStation.Offer(state, new UpdateOffer(Name(1), how is "new epoch" ? 2 : 1, state.Round, 1), 4);
        Assert.Equal(StationStep.CloseOffers, BaseStation.NextStep(state, 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_is_silent_for_so_many_rounds_is_away_from_then_on(int after)
    {
        var state = Timed(2, after);
        for (var round = 1; round <= after; round++)
        {
            Assert.Equal(0, state.Away);
            BaseStation.BeginRound(state, 0);
            Offer(state, 0, 1);
            Assert.Equal((StationStep.Wait, StationStep.CloseOffers), (BaseStation.NextStep(state, 9), BaseStation.NextStep(state, 10)));
            Assert.Equal(round == after ? [Name(1)] : [], BaseStation.CloseOffers(state, 10).WentAway);
            BaseStation.Aggregate(state);
        }

        BaseStation.BeginRound(state, 0);
        Offer(state, 0, 1);
        Assert.Equal((1, StationStep.CloseOffers), (state.Away, BaseStation.NextStep(state, 0)));
        Assert.Empty(BaseStation.CloseOffers(state, 0).WentAway);
    }

    [Fact]
    public void Silence_is_counted_from_when_a_device_was_heard_last_and_only_in_rounds_that_close()
    {
        var state = Timed(2, after: 2);
        Round(state, 0);
        BaseStation.BeginRound(state, 0);
        Assert.Equal(StationStep.ExtendOffers, BaseStation.NextStep(state, 10));
        BaseStation.ExtendOffers(state, 10);
        // Silent in round 1, heard in 2, silent in 3: never twice in a row.
        Offer(state, 1, 1);
        Offer(state, 0, 1);
        BaseStation.CloseOffers(state, 0);
        BaseStation.Aggregate(state);
        Round(state, 0);
        Assert.Equal(0, state.Away);
        Round(state, 0);
        Assert.Equal(1, state.Away);
    }

    [Fact]
    public void Where_nobody_is_given_up_nobody_is_away()
    {
        var state = Station(2, with: o => o with { OfferSeconds = 10, WaitForOffers = true });
        for (var round = 0; round < 5; round++) Round(state, 0);
        Assert.Equal(0, state.Away);
        Assert.Throws<ArgumentException>(() => (state.Options with { AwayAfter = 0 }).Validate());
    }

    [Fact]
    public void A_station_whose_members_are_all_away_waits_in_its_round_until_one_is_back()
    {
        var state = Timed(2);
        for (var i = 0; i < 2; i++) BaseStation.NoteAway(state, Name(i));
        BaseStation.BeginRound(state, 0);
        for (var now = 10; now < 50; now += 10)
        {
            Assert.Equal((StationStep.Wait, StationStep.ExtendOffers), (BaseStation.NextStep(state, now - 1), BaseStation.NextStep(state, now)));
            BaseStation.ExtendOffers(state, now);
        }

        Offer(state, 1, 1, now: 45);
        Assert.Equal((1, 1, StationStep.CloseOffers), (state.Round, state.Away, BaseStation.NextStep(state, 45)));
        Assert.Equal([Name(1)], BaseStation.CloseOffers(state, 45).Selected);
    }

    [Fact]
    public void Whoever_leaves_while_it_is_away_is_not_counted_any_more()
    {
        var state = Timed(2);
        BaseStation.NoteAway(state, Name(0));
        var ticket = BaseStation.Deregister(state, Name(0), 1)!;
        Assert.Equal((1, 0), (state.Members.Count, state.Away));
        Assert.True(BaseStation.Register(state, ticket));
        Assert.False(state.Members[Name(0)].IsAway);
    }

    private static StationState Timed(int devices, int? after = null) => Station(devices, with: o => o with { OfferSeconds = 10, WaitForOffers = true, AwayAfter = after });

    private static void Round(StationState state, int device)
    {
        BaseStation.BeginRound(state, 0);
        Offer(state, device, 1);
        BaseStation.CloseOffers(state, 10);
        BaseStation.Aggregate(state);
    }
}
