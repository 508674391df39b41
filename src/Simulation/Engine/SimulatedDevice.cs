using Diten.Core.Stations;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>The truth about one device, of which its twin only hears. Written by the thread that simulates its station.</summary>
internal sealed class SimulatedDevice
{
    public required int Index { get; init; }

    public required string Id { get; init; }

    /// <summary>D_i, samples.</summary>
    public required int Samples { get; init; }

    public Place Place { get; set; }

    /// <summary>Index of the serving station.</summary>
    public int Station { get; set; }

    /// <summary>Registration epoch at that station.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>What it took along at its last handover; null if none.</summary>
    public Registration? Ticket { get; set; }

    /// <summary>Mean SNR at the serving station, linear.</summary>
    public double MeanSnr { get; set; }

    /// <summary>f_i, Hz, without straggling.</summary>
    public double FrequencyHz { get; set; }

    public bool Online { get; set; } = true;

    public bool Straggling { get; set; }

    /// <summary>What is left of f_i for good, unseen by its reports: 1 for a sound device.</summary>
    public double Health { get; set; } = 1;

    /// <summary>w_i; empty where nothing is learned.</summary>
    public float[] Model { get; set; } = [];

    /// <summary>Version of the station's model that <see cref="Model"/> started from.</summary>
    public int BaseVersion { get; set; }

    /// <summary>Local epochs since the device last took a broadcast model.</summary>
    public int RoundsSinceAdoption { get; set; }

    /// <summary>The device's own count of updates sent.</summary>
    public long Updates { get; private set; }

    public int RoundsTaken { get; private set; }

    /// <summary>The world's round in which it last took part; 0 if none.</summary>
    public int LastRound { get; private set; }

    public double EnergyJoules { get; private set; }

    public double Bits { get; set; }

    /// <summary>What it did in the current round.</summary>
    public DeviceTurn Turn { get; set; }

    /// <summary>Sequence number for the next update.</summary>
    public long NextUpdate() => ++Updates;

    /// <summary>The station did not take the update.</summary>
    public void Refuse() => Turn = Turn with { Counted = false };

    /// <summary>Books the round.</summary>
    public void Settle(int round)
    {
        EnergyJoules += Turn.EnergyJoules;
        if (!Turn.Counted) return;
        RoundsTaken++;
        LastRound = round;
    }
}

/// <summary>A device's part in one round.</summary>
/// <param name="FrequencyHz">Effective f_i with straggling, Hz.</param>
/// <param name="ComputeSeconds">T_cmp, s.</param>
/// <param name="TransmitSeconds">T_com, s; 0 for those who did not send.</param>
/// <param name="EnergyJoules">E_cmp + E_com, J.</param>
/// <param name="ExpectedTransmitSeconds">T_com as its twin expected it over the subcarriers given, s; 0 for those who did not send.</param>
/// <param name="Participated">λ: whether it sent.</param>
/// <param name="Counted">Whether what it sent was aggregated.</param>
/// <param name="Subcarriers">Subcarriers held.</param>
/// <param name="UpdateWeight">τ; null where the scheme has none.</param>
/// <param name="Staleness">t − t_l before the round.</param>
internal readonly record struct DeviceTurn(
    double FrequencyHz,
    double ComputeSeconds,
    double TransmitSeconds,
    double ExpectedTransmitSeconds,
    double EnergyJoules,
    bool Participated,
    bool Counted,
    int Subcarriers,
    double? UpdateWeight,
    int Staleness);
