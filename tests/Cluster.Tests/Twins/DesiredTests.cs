using Diten.Interfaces.Twins;
using static Diten.Cluster.Tests.Twins.Messages;

namespace Diten.Cluster.Tests.Twins;

[Collection(MovedClockCollection.Name)]
public sealed class DesiredTests(MovedClockCluster cluster)
{
    [Fact]
    public async Task A_difference_is_a_command_that_comes_again_until_it_is_confirmed_also_after_the_twin_was_out_of_memory()
    {
        var twin = await cluster.RegisterAsync("desired-1");
        var set = await twin.SetDesiredAsync(new DesiredMessage { Names = ["speed", "gone"], Values = [7, null] }, null);
        Assert.Equal(WriteCode.Accepted, set.Code);
        var first = Assert.Single(await twin.TakeCommandsAsync());
        Assert.Equal(("speed", 7.0, 1), (first.Reading, first.Value, first.Attempt));
        Assert.Empty(await twin.TakeCommandsAsync());
        await TwinCluster.DeactivateAsync(twin);
        Assert.Empty(await twin.TakeCommandsAsync());

        MovedClockCluster.Ahead(TimeSpan.FromSeconds(11));
        await TwinCluster.DeactivateAsync(twin);
        var second = Assert.Single(await twin.TakeCommandsAsync());
        Assert.Equal((first.Number, 2), (second.Number, second.Attempt));

        await twin.ReportAsync(Report(1, ("speed", 7)), null);
        MovedClockCluster.Ahead(TimeSpan.FromMinutes(10));
        Assert.Empty(await twin.TakeCommandsAsync());
        // The device leaves it again: a command under a new number.
        await twin.ReportAsync(Report(2, ("speed", 6)), null);
        Assert.NotEqual(first.Number, Assert.Single(await twin.TakeCommandsAsync()).Number);
    }

    [Fact]
    public async Task What_is_not_confirmed_in_time_is_given_up()
    {
        var twin = await cluster.RegisterAsync("desired-2");
        await twin.SetDesiredAsync(new DesiredMessage { Names = ["speed"], Values = [7] }, null);
        Assert.Single(await twin.TakeCommandsAsync());
        MovedClockCluster.Ahead(TimeSpan.FromHours(2));
        Assert.Empty(await twin.TakeCommandsAsync());
        var message = await twin.GetAsync();
        Assert.Empty(message!.DesiredNames);
        Assert.Equal("given up: speed", message.Deltas[0].Note);
    }

    [Fact]
    public async Task What_is_not_confirmed_in_time_is_not_shown_any_more_although_nobody_asks_for_commands()
    {
        var twin = await cluster.RegisterAsync("desired-4");
        await twin.SetDesiredAsync(new DesiredMessage { Names = ["speed"], Values = [7] }, null);
        Assert.Equal("speed", Assert.Single((await twin.GetAsync())!.DesiredNames));
        MovedClockCluster.Ahead(TimeSpan.FromHours(2));
        Assert.Empty((await twin.GetAsync())!.DesiredNames);
        // The device does it too late, of its own accord: that is no confirmation.
        await twin.ReportAsync(Report(1, ("speed", 7)), null);
        await TwinCluster.DeactivateAsync(twin);
        Assert.Empty((await twin.GetAsync())!.DesiredNames);
    }

    [Fact]
    public async Task If_Match_and_bad_input()
    {
        var twin = await cluster.RegisterAsync("desired-3");
        var desired = new DesiredMessage { Names = ["speed"], Values = [7] };
        Assert.Equal(WriteCode.Conflict, (await twin.SetDesiredAsync(desired, 99)).Code);
        Assert.Equal((WriteCode.Invalid, "desired"), await Refusal(desired with { Values = [] }));
        Assert.Equal((WriteCode.Invalid, "desired.speed"), await Refusal(desired with { Values = [double.NaN] }));
        Assert.Equal(WriteCode.NotFound, (await cluster.Twin("desired-nobody").SetDesiredAsync(desired, null)).Code);

        async Task<(WriteCode, string?)> Refusal(DesiredMessage bad) => await twin.SetDesiredAsync(bad, null) is var r ? (r.Code, r.Field) : default;
    }
}
