namespace Diten.Simulation.Engine;

/// <summary>A simulated device as it stands after the last round.</summary>
/// <param name="Id">Device id, for example <c>device-007</c>.</param>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Station">Index of the serving station, from 0.</param>
/// <param name="X">East of the plant's centre, m.</param>
/// <param name="Y">North of the plant's centre, m.</param>
/// <param name="Online">Whether it is there.</param>
/// <param name="Straggling">Whether it was slowed down in the last round.</param>
/// <param name="FrequencyHz">f_i without straggling, Hz.</param>
/// <param name="MeanSnrDb">Mean SNR, dB.</param>
/// <param name="SnrDb">SNR averaged over the band in the last round, dB.</param>
/// <param name="Samples">D_i, samples.</param>
/// <param name="ModelVersion">Version of the global model it last took.</param>
/// <param name="Participated">λ of the last round.</param>
/// <param name="RoundsTaken">Rounds it took part in.</param>
/// <param name="LastRound">t_l; 0 if none.</param>
/// <param name="UpdateWeight">τ of the last offer; null where the scheme has none.</param>
/// <param name="Staleness">t − t_l before the last round.</param>
/// <param name="ComputeSeconds">T_cmp of the last round, s.</param>
/// <param name="TransmitSeconds">T_com of the last round, s; 0 for those who did not send.</param>
/// <param name="EnergyJoules">Energy so far, J.</param>
/// <param name="Bits">Model bits sent so far.</param>
public readonly record struct DeviceView(
    string Id,
    int Index,
    int Station,
    double X,
    double Y,
    bool Online,
    bool Straggling,
    double FrequencyHz,
    double MeanSnrDb,
    double SnrDb,
    int Samples,
    int ModelVersion,
    bool Participated,
    int RoundsTaken,
    int LastRound,
    double? UpdateWeight,
    int Staleness,
    double ComputeSeconds,
    double TransmitSeconds,
    double EnergyJoules,
    double Bits);
