using Diten.Simulation.Engine;

namespace Diten.Client.Fleet;

/// <summary>One simulated device as a client of the cluster: what it holds itself and what it was told. Written by its station's session.</summary>
/// <param name="truth">Place, channel, processor and costs.</param>
/// <param name="id">Device id.</param>
/// <param name="station">Id of the station that is to serve it first.</param>
internal sealed class FleetDevice(SimulatedDevice truth, string id, string station)
{
    /// <summary>Id of the station that serves it.</summary>
    public string Station { get; set; } = station;

    /// <summary>Device id.</summary>
    public string Id { get; } = id;

    /// <summary>Place, channel, processor and costs.</summary>
    public SimulatedDevice Truth { get; } = truth;

    /// <summary>w_i; empty before the device has taken a first model.</summary>
    public float[] Model { get; set; } = [];

    /// <summary>Trace of its station's round; null if that is not traced.</summary>
    public string? RoundTrace { get; set; }

    /// <summary>Version that <see cref="Model"/> was trained from.</summary>
    public int BaseVersion { get; set; }

    /// <summary>Registration epoch; goes with every offer and upload.</summary>
    public int Epoch { get; set; }

    /// <summary>t_l on its station's count.</summary>
    public int LastRound { get; set; }

    /// <summary>Last round of the world that it has lived through.</summary>
    public int WorldRound { get; set; }

    /// <summary>Last round for which it has trained.</summary>
    public int TrainedRound { get; set; }

    /// <summary>Last round for which its offer was settled.</summary>
    public int OfferedRound { get; set; }

    /// <summary>Whether that offer counts; otherwise it was refused for good.</summary>
    public bool OfferCounts { get; set; }

    /// <summary>Last round of which it knows what it may do.</summary>
    public int GrantedRound { get; set; }

    /// <summary>Last round in which its upload was acknowledged.</summary>
    public int SentRound { get; set; }

    /// <summary>Whether it takes the model of the round in which it took part as soon as there is one.</summary>
    public bool AwaitsModel { get; set; }

    /// <summary>τ is not a number: the model has diverged and is replaced by the next global one.</summary>
    public bool Diverged { get; set; }

    /// <summary>Sequence number of its last upload.</summary>
    public long Updates { get; set; }

    /// <summary>Sequence number of its last report that was acknowledged.</summary>
    public long Reports { get; set; }

    /// <summary>Whether its last will has been sent since it was heard.</summary>
    public bool SaidFarewell { get; set; }

    /// <summary>Energy that it had reported before this process took it over, J.</summary>
    public double EnergyBefore { get; set; }

    /// <summary>Energy of the last round, J.</summary>
    public double RoundJoules { get; private set; }

    /// <summary>T_cmp + T_com of the last round, s.</summary>
    public double BusySeconds { get; private set; }

    /// <summary>Books the round.</summary>
    public void EndRound(int round)
    {
        var turn = Truth.Turn;
        if (turn == default) return;
        (RoundJoules, BusySeconds) = (turn.EnergyJoules, turn.ComputeSeconds + turn.TransmitSeconds);
        Truth.Settle(round);
        Truth.Turn = default;
    }

    /// <summary>Takes the global model as its own.</summary>
    public void Take(GlobalModel model)
    {
        if (Model.Length != model.Parameters.Length) Model = new float[model.Parameters.Length];
        model.Parameters.CopyTo(Model.AsSpan());
        BaseVersion = model.Version;
        AwaitsModel = false;
        Diverged = false;
        Truth.RoundsSinceAdoption = 0;
    }
}
