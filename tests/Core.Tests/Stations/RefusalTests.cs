using Diten.Core.Stations;
using static Diten.Core.Tests.Stations.StationFixture;

namespace Diten.Core.Tests.Stations;

public sealed class RefusalTests
{
    [Fact]
    public void Every_refused_update_leaves_the_buffer_alone_and_is_counted_under_its_reason()
    {
        var state = Station(5, SelectionRule.Top(3), o => o with { MaxStaleness = 1, MaxNorm = 10, MaxRelativeChange = 4, UploadSeconds = 10 });
        for (var t = 0; t < 3; t++)
        {
            OpenUploads(state, 5);
            foreach (var d in new[] { 2, 3, 4 }) BaseStation.Upload(state, Update(state, d), 0);
            BaseStation.Aggregate(state);
        }

        Assert.Equal(0, state.Refused.Total);
        OpenUploads(state, 5);
        var good = Update(state, 4);
        Check(RefusalReason.UnknownDevice, good with { Device = "x" });
        Check(RefusalReason.OldEpoch, good with { Epoch = 0 });
        Check(RefusalReason.PastRound, good with { Round = 3 });
        Check(RefusalReason.PastRound, good with { Sequence = 2 });
        Check(RefusalReason.PastRound, Update(state, 0) with { Sequence = 0 });
        Check(RefusalReason.FutureRound, good with { Round = 5 });
        Check(RefusalReason.FutureRound, good with { BaseVersion = 4 });
        Check(RefusalReason.TooStale, good with { BaseVersion = 1 });
        Check(RefusalReason.NotSelected, Update(state, 0));
        Check(RefusalReason.WrongShape, good with { Parameters = new float[] { 1, 2, 3 } });
        Check(RefusalReason.WrongShape, good with { Parameters = default });
        Check(RefusalReason.NotFinite, good with { Parameters = new float[] { 1, float.NaN } });
        Check(RefusalReason.NotFinite, good with { Parameters = new[] { float.PositiveInfinity, 1 } });
        Check(RefusalReason.NormOutOfBounds, good with { Parameters = new float[] { 8, 8 } });
        Check(RefusalReason.NormOutOfBounds, good with { Parameters = new[] { -6.5f, -6.5f } }); // norm 9.2, but more than 4 times the model away
        Check(RefusalReason.Late, good, 10.1);
        Assert.Equal(UploadStatus.Accepted, BaseStation.Upload(state, good with { BaseVersion = 2 }, 10).Status);
        Check(RefusalReason.AlreadyTookPart, good with { Sequence = 9 });

        var byName = state.Refused.ByName();
        Assert.Equal((17L, 17L), (state.Refused.Total, byName.Values.Sum()));
        Assert.Equal((3L, 2L, 2L, 2L), (byName["past-round"], byName["future-round"], byName["not-finite"], byName["norm-out-of-bounds"]));
        Assert.Equal(byName, BaseStation.Aggregate(state).Refused);
        Check(RefusalReason.Closed, Update(state, 3));
        BaseStation.BeginRound(state, 0);
        Assert.Equal((0L, 18L), (state.RefusedThisRound.Total, state.Refused.Total));

        void Check(RefusalReason reason, DeviceUpdate update, double now = 0)
        {
            var (count, buffered) = (state.Refused[reason], state.Buffer.Count);
            var outcome = BaseStation.Upload(state, update, now);
            Assert.Equal((UploadStatus.Refused, reason), (outcome.Status, outcome.Reason));
            Assert.False(outcome.Acknowledged);
            Assert.Equal((count + 1, buffered), (state.Refused[reason], state.Buffer.Count));
        }
    }

    [Fact]
    public void Every_refused_offer_is_counted_and_not_an_offer()
    {
        var state = Station(2);
        BaseStation.BeginRound(state, 0);
        Check(RefusalReason.UnknownDevice, new UpdateOffer("x", 1, 1, 1));
        Check(RefusalReason.OldEpoch, new UpdateOffer(Name(0), 2, 1, 1));
        Check(RefusalReason.PastRound, new UpdateOffer(Name(0), 1, 0, 1));
        Check(RefusalReason.FutureRound, new UpdateOffer(Name(0), 1, 2, 1));
        Check(RefusalReason.NotFinite, new UpdateOffer(Name(0), 1, 1, double.NaN));
        Check(RefusalReason.NotFinite, new UpdateOffer(Name(0), 1, 1, -1));
        Offer(state, 0, 1);
        Offer(state, 0, 2);
        Assert.Equal((1, 2.0), (state.Offers, state.Members[Name(0)].UpdateWeight));
        BaseStation.CloseOffers(state, 0);
        Check(RefusalReason.Closed, new UpdateOffer(Name(1), 1, 1, 1));

        void Check(RefusalReason reason, UpdateOffer offer)
        {
            var (count, offers) = (state.Refused[reason], state.Offers);
            Assert.Equal(new OfferOutcome(OfferDecision.Refused, reason), BaseStation.Offer(state, offer, 0));
            Assert.Equal((count + 1, offers), (state.Refused[reason], state.Offers));
        }
    }

    [Fact]
    public void Every_reason_has_a_name_of_its_own() =>
        Assert.Equal(Enum.GetValues<RefusalReason>().Length, Enum.GetValues<RefusalReason>().Select(RefusalCounts.NameOf).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData("selection")]
    [InlineData("participants")]
    [InlineData("aggregation")]
    [InlineData("parameters")]
    [InlineData("offerSeconds")]
    [InlineData("uploadSeconds")]
    [InlineData("maxNorm")]
    [InlineData("maxRelativeChange")]
    [InlineData("departureRounds")]
    [InlineData("maxStaleness")]
    [InlineData("aggregateAt")]
    public void Bad_options_are_errors_that_name_the_option(string option)
    {
        var good = new StationOptions { Parameters = 1 };
        var bad = option switch
        {
            "selection" => good with { Selection = SelectionRule.Above(double.NaN) },
            "participants" => good with { Selection = SelectionRule.Top(0) },
            "aggregation" => good with { Aggregation = "mean" },
            "parameters" => good with { Parameters = -1 },
            "offerSeconds" => good with { OfferSeconds = 0 },
            "uploadSeconds" => good with { UploadSeconds = double.NaN },
            "maxNorm" => good with { MaxNorm = -1 },
            "maxRelativeChange" => good with { MaxRelativeChange = double.PositiveInfinity },
            "departureRounds" => good with { DepartureRounds = 0 },
            "maxStaleness" => good with { MaxStaleness = -1 },
            _ => good with { AggregateAt = 0 },
        };
        good.Validate();
        Assert.Contains(option == "selection" ? "tau0" : option, Assert.Throws<ArgumentException>(bad.Validate).Message, StringComparison.Ordinal);
    }
}
