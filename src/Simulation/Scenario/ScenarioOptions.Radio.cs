using System.ComponentModel.DataAnnotations;

namespace Diten.Simulation.Scenario;

public sealed partial record ScenarioOptions
{
    /// <summary>C0, subcarriers of each base station. 1 to 4,096; default 256.</summary>
    [Range(1, 4096)]
    public int Subcarriers { get; init; } = 256;

    /// <summary>W, bandwidth of each base station in Hz. 1e3 to 1e10; default 20e6.</summary>
    [Range(1e3, 1e10)]
    public double BandwidthHz { get; init; } = 20e6;

    /// <summary>Subcarriers that fade together. 1 to 4,096, at most <see cref="Subcarriers"/>; default 8.</summary>
    [Range(1, 4096)]
    public int CoherenceBlock { get; init; } = 8;

    /// <summary>K, states of the Markov channel. 2 to 32; default 8.</summary>
    [Range(2, 32)]
    public int ChannelStates { get; init; } = 8;

    /// <summary>f_D, maximum Doppler frequency in Hz; 0 freezes the channel. 0 to 1,000; default 0.1 (machines stand, their surroundings move).</summary>
    [Range(0.0, 1000.0)]
    public double DopplerHz { get; init; } = 0.1;

    /// <summary>
    /// Time by which the channel moves on per round in s. 1e-6 to 3,600; default 1. A constant and not the round's own
    /// duration, so that all schemes of one seed meet the same channel in the same round. Where f_D times it is too much for
    /// one step of the Markov channel, the step is made of smaller ones.
    /// </summary>
    [Range(1e-6, 3600.0)]
    public double ChannelSecondsPerRound { get; init; } = 1;

    /// <summary>Where the mean SNR comes from: <c>distance</c> (linear in the logarithm of the distance between <see cref="NearSnrDb"/> and <see cref="FarSnrDb"/>) or <c>path-loss</c> (128.1 + 37.6 log10 d/km, shadowing, noise). Default <c>distance</c>.</summary>
    [AllowedValues("distance", "path-loss", ErrorMessage = "The field Propagation must be distance or path-loss.")]
    public string Propagation { get; init; } = "distance";

    /// <summary>Mean SNR at <see cref="MinimumDistanceMetres"/> in dB. −30 to 80; default 25.</summary>
    [Range(-30.0, 80.0)]
    public double NearSnrDb { get; init; } = 25;

    /// <summary>Mean SNR at <see cref="CellRadiusMetres"/> in dB. −30 to 80, at most the near one; default 5.</summary>
    [Range(-30.0, 80.0)]
    public double FarSnrDb { get; init; } = 5;

    /// <summary>Radius of a hexagonal cell (centre to corner) in m. 1 to 100,000; default 250.</summary>
    [Range(1.0, 100_000.0)]
    public double CellRadiusMetres { get; init; } = 250;

    /// <summary>Least distance of a device from its station in m. 0.1 to 10,000, below the cell radius; default 10.</summary>
    [Range(0.1, 10_000.0)]
    public double MinimumDistanceMetres { get; init; } = 10;

    /// <summary>Standard deviation of log-normal shadowing in dB, with <c>path-loss</c>. 0 to 30; default 8.</summary>
    [Range(0.0, 30.0)]
    public double ShadowingDb { get; init; } = 8;

    /// <summary>Receiver noise figure in dB, with <c>path-loss</c>. 0 to 50; default 7.</summary>
    [Range(0.0, 50.0)]
    public double NoiseFigureDb { get; init; } = 7;

    /// <summary>P, transmit power of a device in W. 1e-6 to 1,000; default 0.2.</summary>
    [Range(1e-6, 1000.0)]
    public double TransmitPowerWatts { get; init; } = 0.2;

    /// <summary>β, factor of the transmit energy (Eq. 12), no unit. 0 to 1,000; default 1.</summary>
    [Range(0.0, 1000.0)]
    public double TransmitCoefficient { get; init; } = 1;

    /// <summary>SNR of the link from a base station to the macro base station in dB; the base stations share its band of W and C0 equally. −30 to 80; default 25.</summary>
    [Range(-30.0, 80.0)]
    public double BackhaulSnrDb { get; init; } = 25;

    /// <summary>Size of one state report in bits (counted in the overhead of Eq. 20). 0 to 1e9; default 1,024.</summary>
    [Range(0.0, 1e9)]
    public double StateReportBits { get; init; } = 1024;
}
