using Diten.Simulation.Engine;
using Diten.Simulation.Live;
using Diten.Simulation.Scenario;
using Diten.Simulation.Tests.Engine;

namespace Diten.Simulation.Tests.Live;

public sealed class DriftTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("compute", "diten")]
    [InlineData("compute", "sync")]
    [InlineData("communication", "diten")]
    public void In_the_default_network_nobody_drifts_but_who_has_lost_half_its_speed(string regime, string scheme)
    {
        var (simulator, fleet) = New(new ScenarioOptions { Regime = regime, Scheme = scheme });
        for (var round = 0; round < 25; round++)
        {
            Run(simulator, fleet);
            Assert.DoesNotContain(fleet.Twins, twin => twin.Drifting);
        }

        var worn = fleet.Devices.MaxBy(device => device.RoundsTaken).Index;
        var before = fleet.Twins[worn].Learning.RoundsTaken;
        simulator.Wear(worn, 0.5);
        for (var round = 0; !fleet.Twins[worn].Drifting; round++)
        {
            Assert.InRange(round, 0, 100);
            Run(simulator, fleet);
            Assert.True(fleet.Twins[worn].Learning.RoundsTaken <= before + 4, "four rounds at a deviation of one half are enough: 1 − 0.8⁴ > 0.25/0.5");
        }

        Assert.Equal(before + 4, fleet.Twins[worn].Learning.RoundsTaken);
        Assert.Equal(worn, Assert.Single(fleet.Devices, device => fleet.Twins[device.Index].Drifting).Index);
        Assert.Equal(fleet.Devices[worn].FrequencyHz, fleet.Twins[worn].State[Telemetry.Frequency]);

        // Mended, it is steady again.
        simulator.Wear(worn, 1);
        for (var round = 0; fleet.Twins[worn].Learning.RoundsTaken < before + 10; round++)
        {
            Assert.InRange(round, 0, 100);
            Run(simulator, fleet);
        }

        Assert.False(fleet.Twins[worn].Drifting);
    }

    [Theory]
    [InlineData("compute")]
    [InlineData("communication")]
    public void Predictions_are_near_once_a_device_has_sent(string regime)
    {
        var (simulator, fleet) = New(new ScenarioOptions { Regime = regime });
        var off = new List<double>();
        for (var round = 0; round < 40; round++)
        {
            var predicted = Array.ConvertAll(fleet.Twins, twin => twin.Learning.RoundsTaken > 0 ? twin.Model.PredictedRoundSeconds : null);
            Run(simulator, fleet);
            for (var i = 0; i < predicted.Length; i++)
                if (predicted[i] is { } seconds && fleet.Devices[i].Participated) off.Add(Math.Abs(seconds - fleet.Twins[i].Model.ObservedRoundSeconds!.Value) / seconds);
        }

        off.Sort();
        Assert.InRange(off.Count, 500, 1200);
        Assert.InRange(off[off.Count / 2], 0, 0.12);
    }

    [Fact]
    public void Twins_with_noisy_knowledge_are_off_and_know_it()
    {
        var (simulator, fleet) = New(Small.Options with { EstimateNoise = 0.3 });
        for (var round = 0; round < 10; round++) Run(simulator, fleet);
        Assert.All(fleet.Twins.Where(twin => twin.Learning.RoundsTaken > 0), twin => Assert.InRange(twin.Model.RelativeDeviation, 1e-3, 1));
    }

    [Fact]
    public void Wear_has_a_range()
    {
        var simulator = new Simulator(Small.Options);
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Wear(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Wear(0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Wear(99, 0.5));
    }

    private static (Simulator Simulator, TwinFleet Fleet) New(ScenarioOptions options)
    {
        var simulator = new Simulator(options);
        return (simulator, new TwinFleet(simulator, new LiveOptions(), s_start));
    }

    private static void Run(Simulator simulator, TwinFleet fleet)
    {
        var round = simulator.RunRound(CancellationToken.None);
        fleet.TakeRound(simulator.StationRound, round.DurationSeconds, s_start + TimeSpan.FromSeconds(simulator.VirtualSeconds));
    }
}
