using Diten.Core.Stations;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;
using Diten.Simulation.Schemes;
using Diten.Simulation.Tests.Engine;

namespace Diten.Simulation.Tests.Schemes;

public sealed class SchemeTests
{
    [Theory]
    [InlineData("sync", "equal-share", false)]
    [InlineData("sync-own-best", "own-best", false)]
    [InlineData("diten", "paper", true)]
    public void A_scheme_brings_its_allocator_and_rules(string name, string allocator, bool weighs)
    {
        var scheme = SchemeCatalog.Create(new ScenarioOptions { Scheme = name });
        Assert.Equal((name, allocator, weighs), (scheme.Name, scheme.Allocator.Name, scheme.Weighs));
        var rules = scheme.Rules(7);
        Assert.Equal(7, rules.Parameters);
        Assert.Equal(weighs ? SelectionRule.Top(30) : SelectionRule.All, rules.Selection);
        Assert.Equal(weighs ? AdoptionRule.Keep : AdoptionRule.Adopt, rules.Adoption);
    }

    [Fact]
    public void Diten_takes_the_largest_update_weights()
    {
        foreach (var round in Small.Run(Small.Options, 5))
        {
            var chosen = round.Devices.Where(device => device.Participated).Min(device => device.UpdateWeight);
            Assert.All(round.Devices.Where(device => !device.Participated), device => Assert.True(device.UpdateWeight <= chosen));
        }
    }

    [Fact]
    public void A_fixed_threshold_takes_all_above_it_as_far_as_subcarriers_go()
    {
        var options = Small.Options with { Threshold = 0.1 };
        foreach (var round in Small.Run(options, 8))
            Assert.All(round.Devices, device => Assert.Equal(device.UpdateWeight > 0.1, device.Participated));
        var scarce = Small.Options with { Threshold = 0, Subcarriers = 5, CoherenceBlock = 1 };
        Assert.All(Small.Run(scarce, 4), round => Assert.Equal(5, round.Participants));
    }

    [Fact]
    public void A_threshold_that_nobody_reaches_leaves_a_round_of_computing()
    {
        var round = Small.Run(Small.Options with { Threshold = 1e9 }, 1)[0];
        Assert.Equal((0, 0.0), (round.Participants, round.ModelBits));
        Assert.Equal(round.Devices.Max(device => device.ComputeSeconds), round.DurationSeconds);
    }

    [Fact]
    public void Own_best_channels_make_synchronous_rounds_shorter()
    {
        var plain = Small.Run(Small.Options with { Scheme = "sync" }, 30).Sum(round => round.DurationSeconds);
        var fair = Small.Run(Small.Options with { Scheme = "sync-own-best" }, 30).Sum(round => round.DurationSeconds);
        Assert.True(fair < plain, $"{fair:F1} s against {plain:F1} s");
    }

    [Fact]
    public void The_cap_and_the_clip_take_part_more_evenly_than_the_weight_as_printed()
    {
        var tamed = new Simulator(Small.Options);
        var printed = new Simulator(Small.Options with { ClipRatio = false, StalenessCap = null });
        Small.Run(tamed, 60);
        Small.Run(printed, 60);
        Assert.True(tamed.Participation[0].Least >= 1);
        Assert.True(tamed.Participation[0].Most <= printed.Participation[0].Most);
    }
}
