using Diten.Learning.Data.Partitions;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Scenario;

/// <summary>Draws the devices of a scenario.</summary>
internal static class Population
{
    /// <summary>Devices in id order, dealt to the stations' cells in turn.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="stations">Where the stations are.</param>
    /// <param name="samples">D_i, samples; length N.</param>
    public static SimulatedDevice[] Draw(ScenarioOptions options, Place[] stations, IReadOnlyList<int> samples)
    {
        var digits = Math.Max(3, options.Devices.ToString().Length);
        var devices = new SimulatedDevice[options.Devices];
        for (var i = 0; i < devices.Length; i++)
        {
            var station = i % stations.Length;
            var place = Layout.InCell(stations[station], options, Purpose.Layout, i, 0);
            var frequency = options.FrequencyMeanHz
                + (options.FrequencyDeviationHz * CounterRandom.Normal(options.Seed, Purpose.Frequency, i, 0));
            devices[i] = new SimulatedDevice
            {
                Index = i,
                Id = $"device-{(i + 1).ToString().PadLeft(digits, '0')}",
                Samples = samples[i],
                Place = place,
                Station = station,
                MeanSnr = Propagation.MeanSnr(options, place.DistanceTo(stations[station]), i, station),
                FrequencyHz = Math.Clamp(frequency, options.FrequencyMinimumHz, options.FrequencyMaximumHz),
            };
        }
        return devices;
    }

    /// <summary>D_i where nothing is learned: the same law that deals out a data set.</summary>
    public static int[] DrawSamples(ScenarioOptions options)
    {
        var total = (int)Math.Min(int.MaxValue, Math.Max(options.Devices, Math.Round(options.Devices * options.SamplesMean)));
        return Sizes(options, total);
    }

    /// <summary>D_i ~ N(mean, deviation) truncated from below and scaled so that together they are <paramref name="total"/>.</summary>
    public static int[] Sizes(ScenarioOptions options, int total) => PartitionSizes.Gaussian(
        total, options.Devices, CounterRandom.Seed(options.Seed, Purpose.Samples, 0, 0),
        options.SamplesMean, options.SamplesDeviation, Math.Min(options.SamplesMinimum, options.SamplesMean));
}
