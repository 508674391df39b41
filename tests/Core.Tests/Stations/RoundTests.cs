using Diten.Core.Stations;
using static Diten.Core.Tests.Stations.StationFixture;

namespace Diten.Core.Tests.Stations;

public sealed class RoundTests
{
    [Fact]
    public void A_round_goes_from_offers_over_uploads_to_a_new_version()
    {
        var state = Station(3, SelectionRule.Top(2), o => o with { Aggregation = "samples" });
        Assert.Equal(StationStep.BeginRound, BaseStation.NextStep(state, 0));
        Assert.Equal(1, BaseStation.BeginRound(state, 0));
        Assert.Equal(OfferDecision.Pending, Offer(state, 0, 0.5).Decision);
        Offer(state, 1, 0.7);
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(state, 1e9));
        Offer(state, 2, 0.6);
        Assert.Equal(StationStep.CloseOffers, BaseStation.NextStep(state, 0));
        var selection = BaseStation.CloseOffers(state, 0);
        Assert.Equal([Name(1), Name(2)], selection.Selected);
        Assert.Equal(0.5, selection.Threshold);
        Assert.Equal(3, selection.Offers);

        Assert.Equal(new UploadOutcome(UploadStatus.Accepted, RefusalReason.None, 1), BaseStation.Upload(state, Update(state, 2, null, 3, 5), 0));
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(state, 0));
        BaseStation.Upload(state, Update(state, 1, null, 8, 0), 0);
        Assert.Equal(StationStep.Aggregate, BaseStation.NextStep(state, 0));
        var round = BaseStation.Aggregate(state);

        Assert.Equal((1, 1, StationPhase.Aggregated), (round.Round, round.ModelVersion, state.Phase));
        Assert.Equal($"{Name(1)} {Name(2)}", string.Join(" ", round.Updates.Select(u => u.Device)));
        Assert.Equal([0.4, 0.6], round.Aggregation!.Weights, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([5f, 3f], state.Model);
        Assert.Empty(round.Missing);
        BaseStation.BeginRound(state, 0);
        Assert.Equal((2, 1, 1), (BaseStation.RoundGap(state, Name(0))!.Value, BaseStation.RoundGap(state, Name(1))!.Value, BaseStation.RoundGap(state, Name(2))!.Value));
        Assert.Null(BaseStation.RoundGap(state, "nobody"));
    }

    [Fact]
    public void At_the_deadline_the_station_goes_on_with_those_that_arrived_and_names_the_missing()
    {
        var state = Station(3, SelectionRule.Above(1.5), o => o with { OfferSeconds = 2, UploadSeconds = 10 });
        BaseStation.BeginRound(state, 100);
        Assert.Equal(OfferDecision.GoOn, Offer(state, 0, 1.5, 101).Decision);
        Assert.Equal(OfferDecision.TakePart, Offer(state, 1, 2, 101).Decision);
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(state, 101.9));
        Assert.Equal(RefusalReason.Late, Offer(state, 2, 9, 102.1).Reason);
        Assert.Equal(StationStep.CloseOffers, BaseStation.NextStep(state, 102));
        var selection = BaseStation.CloseOffers(state, 103);
        Assert.Equal([Name(1)], selection.Selected);
        Assert.Equal((1.5, 113.0), (selection.Threshold, selection.Deadline!.Value));
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(state, 112.9));
        Assert.Equal(RefusalReason.Late, BaseStation.Upload(state, Update(state, 1), 113.1).Reason);
        Assert.Equal(StationStep.Aggregate, BaseStation.NextStep(state, 113));

        var model = state.Model;
        var round = BaseStation.Aggregate(state);
        Assert.Equal([Name(1)], round.Missing);
        Assert.Null(round.Aggregation);
        Assert.Equal(0, round.ModelVersion);
        Assert.Same(model, state.Model);
        Assert.Equal(2, round.Refused["late"]);
    }

    [Fact]
    public void A_station_may_go_on_at_a_number_and_stops_waiting_for_those_withdrawn_or_gone()
    {
        var state = Station(4, with: o => o with { AggregateAt = 3 });
        OpenUploads(state, 4);
        for (var i = 0; i < 3; i++) BaseStation.Upload(state, Update(state, i), 0);
        Assert.Equal(StationStep.Aggregate, BaseStation.NextStep(state, 0));
        BaseStation.Aggregate(state);

        state = Station(3);
        OpenUploads(state, 3);
        BaseStation.Upload(state, Update(state, 0), 0);
        Assert.True(BaseStation.Withdraw(state, Name(1)));
        Assert.False(BaseStation.Withdraw(state, Name(1)));
        Assert.False(BaseStation.Withdraw(state, Name(0)));
        Assert.NotNull(BaseStation.Deregister(state, Name(2), 1));
        Assert.Equal(StationStep.Aggregate, BaseStation.NextStep(state, 0));
        // One that was given up may still arrive before the aggregation.
        Assert.Equal(UploadStatus.Accepted, BaseStation.Upload(state, Update(state, 1), 0).Status);
        Assert.Equal(2, BaseStation.Aggregate(state).Updates.Count);
    }

    [Fact]
    public void Who_withdraws_while_offers_are_collected_is_not_chosen_unless_it_offers_again()
    {
        var state = Station(3);
        BaseStation.BeginRound(state, 0);
        for (var i = 0; i < 3; i++) BaseStation.Offer(state, new UpdateOffer(Name(i), 1, 1, 1 + i), 0);
        Assert.Equal(StationStep.CloseOffers, BaseStation.NextStep(state, 0));
        Assert.True(BaseStation.Withdraw(state, Name(0)));
        Assert.False(BaseStation.Withdraw(state, Name(0)));
        Assert.True(BaseStation.Withdraw(state, Name(2)));
        Assert.Equal((1, StationStep.Wait), (state.Offers, BaseStation.NextStep(state, 0)));
        BaseStation.Offer(state, new UpdateOffer(Name(2), 1, 1, 1), 0);
        string[] selected = [.. BaseStation.CloseOffers(state, 0).Selected.Order(StringComparer.Ordinal)];
        Assert.Equal([Name(1), Name(2)], selected);
        Assert.Equal(2, state.Awaited);
    }

    [Fact]
    public void Whoever_registers_anew_while_offers_are_collected_has_not_offered()
    {
        var state = Station(2);
        BaseStation.BeginRound(state, 0);
        BaseStation.Offer(state, new UpdateOffer(Name(0), 1, 1, 1), 0);
        Assert.True(BaseStation.Register(state, new Registration(Name(0), 2, 10)));
        Assert.Equal((0, StationStep.Wait), (state.Offers, BaseStation.NextStep(state, 0)));
        BaseStation.Offer(state, new UpdateOffer(Name(0), 2, 1, 1), 0);
        Assert.Equal((1, StationStep.Wait), (state.Offers, BaseStation.NextStep(state, 0)));
    }

    [Fact]
    public void Aggregation_split_in_three_gives_the_same_and_takes_no_uploads_meanwhile()
    {
        var (whole, split) = (Station(3), Station(3));
        foreach (var state in new[] { whole, split })
        {
            OpenUploads(state, 3);
            for (var i = 0; i < 2; i++) BaseStation.Upload(state, Update(state, i, null, i, 2 * i), 0);
        }

        BaseStation.Aggregate(whole);
        var work = BaseStation.BeginAggregation(split);
        Assert.Equal(RefusalReason.Closed, BaseStation.Upload(split, Update(split, 2), 0).Reason);
        Assert.Equal(StationStep.Wait, BaseStation.NextStep(split, 0));
        Assert.Throws<InvalidOperationException>(() => BaseStation.ReplaceModel(split, [0, 0]));
        var memory = new float[2];
        var again = BaseStation.BeginAggregation(split);
        Assert.Equal(work.Updates, again.Updates);
        BaseStation.CompleteAggregation(split, work, work.Run(memory));
        Assert.Same(memory, split.Model);
        Assert.Equal(whole.Model, split.Model);
        Assert.Throws<InvalidOperationException>(() => BaseStation.CompleteAggregation(split, work, work.Run()));
    }

    [Fact]
    public void Steps_out_of_turn_are_bugs_of_the_driver()
    {
        var state = Station(1);
        Assert.Throws<InvalidOperationException>(() => BaseStation.CloseOffers(state, 0));
        Assert.Throws<InvalidOperationException>(() => BaseStation.Aggregate(state));
        BaseStation.BeginRound(state, 0);
        Assert.Throws<InvalidOperationException>(() => BaseStation.BeginRound(state, 0));
    }

    [Theory]
    [InlineData(AdoptionRule.Keep, false, false)]
    [InlineData(AdoptionRule.Keep, true, true)]
    [InlineData(AdoptionRule.Adopt, false, true)]
    [InlineData(AdoptionRule.Adopt, true, true)]
    public void Adoption_says_who_takes_the_new_model(AdoptionRule rule, bool tookPart, bool takes) =>
        Assert.Equal(takes, BaseStation.TakesNewModel(rule, tookPart));

    [Fact]
    public void Participation_counts_those_left_out()
    {
        var state = Station(4, SelectionRule.Top(2));
        for (var t = 0; t < 5; t++)
        {
            foreach (var device in OpenUploads(state, 4).Selected) BaseStation.Upload(state, Update(state, int.Parse(device[1..])), 0);
            BaseStation.Aggregate(state);
        }

        var participation = Participation.Of(state);
        Assert.Equal((4, 2, 0, 5, 2.5, 5), (participation.Devices, participation.Never, participation.Least, participation.Most, participation.Mean, participation.LongestGap));
        Assert.Equal([0, 0, 5, 5], participation.RoundsTaken.Values);
        Assert.Equal(0, Participation.Of(Station(0)).Devices);
    }

    [Fact]
    public void A_network_that_does_not_train_keeps_the_same_books()
    {
        var state = BaseStation.Create("bs-1", new StationOptions { Parameters = 0 }, []);
        BaseStation.Register(state, new Registration("a", 1, 600));
        BaseStation.BeginRound(state, 0);
        BaseStation.Offer(state, new UpdateOffer("a", 1, 1, 0.3), 0);
        BaseStation.CloseOffers(state, 0);
        Assert.True(BaseStation.Upload(state, new DeviceUpdate("a", 1, 1, 1, 0, default), 0).Acknowledged);
        Assert.Equal(1, BaseStation.Aggregate(state).ModelVersion);
    }
}
