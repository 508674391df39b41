using System.ComponentModel.DataAnnotations;

namespace Diten.Simulation.Scenario;

public sealed partial record ScenarioOptions
{
    /// <summary>Which resource binds: <c>compute</c> (ξ = 2e6 cycles per sample) or <c>communication</c> (5e5). Default <c>compute</c>.</summary>
    [AllowedValues("compute", "communication", ErrorMessage = "The field Regime must be compute or communication.")]
    public string Regime { get; init; } = "compute";

    /// <summary>ξ in cycles per sample, or null for that of the regime. 1 to 1e12; default null.</summary>
    [Range(1.0, 1e12)]
    public double? CyclesPerSample { get; init; }

    /// <summary>Mean of D_i in samples. 1 to 1e6; default 600.</summary>
    [Range(1.0, 1e6)]
    public double SamplesMean { get; init; } = 600;

    /// <summary>Standard deviation of D_i in samples. 0 to 1e6; default 200.</summary>
    [Range(0.0, 1e6)]
    public double SamplesDeviation { get; init; } = 200;

    /// <summary>D_i is truncated from below here, samples. 1 to 1e6; default 50.</summary>
    [Range(1, 1_000_000)]
    public int SamplesMinimum { get; init; } = 50;

    /// <summary>Mean of f_i in Hz. 1e6 to 1e11; default 1.2e9.</summary>
    [Range(1e6, 1e11)]
    public double FrequencyMeanHz { get; init; } = 1.2e9;

    /// <summary>Standard deviation of f_i in Hz. 0 to 1e11; default 0.4e9.</summary>
    [Range(0.0, 1e11)]
    public double FrequencyDeviationHz { get; init; } = 0.4e9;

    /// <summary>f_i is clipped from below here, Hz; also the least frequency that may be desired. 1e6 to 1e11; default 0.3e9.</summary>
    [Range(1e6, 1e11)]
    public double FrequencyMinimumHz { get; init; } = 0.3e9;

    /// <summary>f_i is clipped from above here, Hz; also the highest frequency that may be desired. 1e6 to 1e11; default 4e9 (seven deviations up: no draw meets it).</summary>
    [Range(1e6, 1e11)]
    public double FrequencyMaximumHz { get; init; } = 4e9;

    /// <summary>α, effective capacitance in the compute energy αξD f² (Eq. 9), J·s²/cycle. 0 to 1e-20; default 1e-28.</summary>
    [Range(0.0, 1e-20)]
    public double EnergyCoefficient { get; init; } = 1e-28;

    /// <summary>Probability that an online device drops out before a round. 0 to 1; default 0.</summary>
    [Range(0.0, 1.0)]
    public double DropOutProbability { get; init; }

    /// <summary>Probability that an offline device comes back before a round, with the model it left with. 0 to 1; default 0.25.</summary>
    [Range(0.0, 1.0)]
    public double ReturnProbability { get; init; } = 0.25;

    /// <summary>Probability that a device straggles in a round. 0 to 1; default 0.</summary>
    [Range(0.0, 1.0)]
    public double StraggleProbability { get; init; }

    /// <summary>What is left of f_i while a device straggles, no unit. 0.01 to 1; default 0.25.</summary>
    [Range(0.01, 1.0)]
    public double StraggleFactor { get; init; } = 0.25;

    /// <summary>Probability that a device has moved before a round, to a random place in the plant; it is handed over where another station is nearer. 0 to 1; default 0.</summary>
    [Range(0.0, 1.0)]
    public double MoveProbability { get; init; }
}
