using Diten.Core.Wireless;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Tests.Engine;

public sealed class TraceTests
{
    [Fact]
    public void All_schemes_of_one_seed_meet_the_same_channel_computers_and_absences()
    {
        var options = Small.Options with { DropOutProbability = 0.1, StraggleProbability = 0.2 };
        var traces = new[] { "sync", "sync-own-best", "diten" }.Select(scheme =>
        {
            var simulator = new Simulator(options with { Scheme = scheme });
            return Enumerable.Range(0, 8).SelectMany(_ =>
            {
                simulator.RunRound(CancellationToken.None);
                return Small.Devices(simulator).Select(d => (d.Online, d.Straggling, d.SnrDb, d.FrequencyHz, d.ComputeSeconds, d.X, d.Y));
            }).ToList();
        }).ToList();
        Assert.Equal(traces[0], traces[1]);
        Assert.Equal(traces[0], traces[2]);
    }

    [Fact]
    public void Another_seed_is_another_world()
    {
        var one = Small.Run(Small.Options, 2).Select(round => round.DurationSeconds);
        var two = Small.Run(Small.Options with { Seed = 2 }, 2).Select(round => round.DurationSeconds);
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void The_channel_visits_its_states_equally_often_and_moves_slowly()
    {
        var channel = FiniteStateMarkovChannel.RayleighSubstepped(1, 0.02, 8);
        var field = new ChannelField(channel, 50, 40, seed: 3, frozen: false);
        var counts = new int[8];
        var (stays, steps) = (0, 0);
        for (var round = 1; round <= 50; round++)
        {
            for (var device = 0; device < 50; device++)
            {
                var before = field.Of(device).ToArray();
                field.Advance(device, round);
                for (var b = 0; b < 40; b++, steps++)
                {
                    counts[field.Of(device)[b]]++;
                    if (before[b] == field.Of(device)[b]) stays++;
                }
            }
        }

        Assert.All(counts, count => Assert.InRange(count / (double)steps, 0.115, 0.135));
        var expected = Enumerable.Range(0, 8).Average(k => channel.Transition(k, k));
        Assert.Equal(expected, stays / (double)steps, 0.01);
    }

    [Fact]
    public void A_frozen_channel_stays()
    {
        var simulator = new Simulator(Small.Options with { DopplerHz = 0 });
        Small.Run(simulator, 1);
        var before = Small.Devices(simulator).ConvertAll(device => device.SnrDb);
        Small.Run(simulator, 3);
        Assert.Equal(before, Small.Devices(simulator).ConvertAll(device => device.SnrDb));
    }
}
