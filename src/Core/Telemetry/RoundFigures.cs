namespace Diten.Core.Telemetry;

/// <summary>What is measured of a finished round.</summary>
/// <param name="Station">Station id.</param>
/// <param name="IsMacro">Whether it is the macro base station, of whose rounds only number, duration and bits are measured.</param>
/// <param name="DurationSeconds">Network time, s.</param>
/// <param name="ElapsedSeconds">Real time, s.</param>
/// <param name="Participants">Devices whose model was aggregated.</param>
/// <param name="Missing">Devices that were chosen and whose model did not arrive or was refused.</param>
/// <param name="MakespanSeconds">max T_i over participants, s.</param>
/// <param name="Psi">Ψ over participants, s².</param>
/// <param name="EnergyJoules">Energy of the devices, J.</param>
/// <param name="ModelBits">Bits of model updates; of the uplinks alone, for the macro base station.</param>
/// <param name="StateBits">Bits of state reports.</param>
public readonly record struct RoundFigures(
    string Station,
    bool IsMacro,
    double DurationSeconds,
    double ElapsedSeconds,
    int Participants,
    int Missing,
    double MakespanSeconds,
    double Psi,
    double EnergyJoules,
    double ModelBits,
    double StateBits);
