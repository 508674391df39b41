using Diten.Learning.Data.Engines;

namespace Diten.Learning.Tests.Data;

public sealed class GeneratedTelemetryTests
{
    private static readonly EngineFleet Fleet = GeneratedTelemetry.Load(1);

    [Fact]
    public void Machine_i_of_a_seed_is_always_the_same()
    {
        var few = GeneratedTelemetry.Load(1, 5, 5);
        Assert.Equal(Fleet.Train[4].Values, few.Train[4].Values);
        Assert.Equal(Fleet.Test[4].Values, few.Test[4].Values);
        Assert.Equal(Fleet.TestRemaining.Take(5), few.TestRemaining);
        Assert.NotEqual(Fleet.Train[4].Values, GeneratedTelemetry.Load(2, 5, 5).Train[4].Values);
        Assert.NotEqual(Fleet.Train[4].Values, Fleet.Test[4].Values);
    }

    [Fact]
    public void Lives_are_spread_like_FD001()
    {
        Assert.All(Fleet.Train, run => Assert.InRange(run.Cycles, 128, 362));
        Assert.InRange(Fleet.Train.Average(run => run.Cycles), 190, 220); // FD001: 206
        Assert.All(Fleet.Test, run => Assert.InRange(run.Cycles, 31, 362));
        Assert.All(Fleet.TestRemaining, cycles => Assert.InRange(cycles, 7, 145));
    }

    [Fact]
    public void Sensors_of_the_usual_set_move_with_wear_and_the_others_stay()
    {
        for (var sensor = 1; sensor <= EngineRun.Sensors; sensor++)
        {
            var column = EngineRun.Settings + sensor - 1;
            double early = 0, late = 0, noise = 0;
            foreach (var run in Fleet.Train)
            {
                for (var cycle = 0; cycle < 10; cycle++)
                {
                    early += run.Row(cycle)[column] / 1000.0;
                    late += run.Row(run.Cycles - 1 - cycle)[column] / 1000.0;
                    noise += Math.Pow(run.Row(cycle + 1)[column] - run.Row(cycle)[column], 2) / 2000;
                }
            }

            var change = Math.Abs(late - early);
            if (RulOptions.UsualSensors.Contains(sensor)) Assert.InRange(change / Math.Sqrt(noise), 2, 15);
            else Assert.True(change < 0.01, $"sensor {sensor} changes by {change}");
        }
    }

    [Fact]
    public void Remaining_life_can_be_told_from_the_sensors_but_not_exactly()
    {
        // The mean of sensor 11's last 10 cycles against the remaining life, by rank over the test machines.
        var level = Fleet.Test.Select(run => Enumerable.Range(run.Cycles - 10, 10).Average(cycle => run.Row(cycle)[EngineRun.Settings + 10])).ToArray();
        int agree = 0, pairs = 0;
        for (var i = 0; i < level.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                pairs++;
                if (level[i] > level[j] == Fleet.TestRemaining[i] < Fleet.TestRemaining[j]) agree++;
            }
        }

        Assert.InRange(agree / (double)pairs, 0.75, 0.98);
    }
}
