using System.ComponentModel.DataAnnotations;

namespace Diten.Simulation.Scenario;

public sealed partial record ScenarioOptions
{
    /// <summary>
    /// Rounds by which a twin's picture of its device's channel and processor is behind; 0 is this round's. 0 to 100; default 0.
    /// Subcarriers are handed out by what the twins say; times and energy are those of the devices.
    /// </summary>
    [Range(0, 100)]
    public int EstimateAgeRounds { get; init; }

    /// <summary>Standard deviation of a twin's SNR of each block, and of its frequency, relative to the truth, no unit; log-normal with mean 1. 0 to 10; default 0.</summary>
    [Range(0.0, 10.0)]
    public double EstimateNoise { get; init; }
}
