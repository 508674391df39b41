using Diten.Core.Network;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Engine;

/// <summary>
/// The network in virtual time: rounds of every base station, and the macro base station above them where there are several.
/// Same options, same bits, whatever the number of threads. One thread at a time may call it.
/// </summary>
public sealed class Simulator
{
    /// <summary>Builds the network at time 0, before its first round.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="workload">What is learned; null simulates time, energy and bits only.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Simulator(ScenarioOptions options, Workload? workload = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Checked();
        Workload = workload;
    }

    /// <summary>The scenario.</summary>
    public ScenarioOptions Options { get; }

    /// <summary>What is learned; null if nothing.</summary>
    public Workload? Workload { get; }

    /// <summary>Finished rounds of the top aggregator.</summary>
    public int Round { get; private set; }

    /// <summary>Virtual time so far, s.</summary>
    public double VirtualSeconds { get; private set; }

    /// <summary>Energy so far, J.</summary>
    public double EnergyJoules { get; private set; }

    /// <summary>Bits of model updates so far (Eq. 20).</summary>
    public double ModelBits { get; private set; }

    /// <summary>Bits of state reports so far.</summary>
    public double StateBits { get; private set; }

    /// <summary>The top aggregator's model; empty without a workload.</summary>
    public ReadOnlyMemory<float> GlobalModel => throw new NotSupportedException("lands with the next commit");

    /// <summary>Base stations, the macro base station first where there is one.</summary>
    public IReadOnlyList<StationSnapshot> Stations => throw new NotSupportedException("lands with the next commit");

    /// <summary>The last round of each base station (without the macro base station), in station order; empty before the first.</summary>
    public IReadOnlyList<RoundSnapshot> StationRounds => throw new NotSupportedException("lands with the next commit");

    /// <summary>Simulates one round of the top aggregator.</summary>
    /// <param name="cancellationToken">Stops between stations and devices; the simulator must not be used afterwards.</param>
    /// <returns>The round of the top aggregator; its device rows are those of all stations.</returns>
    public RoundSnapshot RunRound(CancellationToken cancellationToken) => throw new NotSupportedException("lands with the next commit");

    /// <summary>One device.</summary>
    /// <param name="index">0 to N − 1.</param>
    public DeviceView Device(int index) => throw new NotSupportedException("lands with the next commit");

    /// <summary>Who owned which subcarrier in the last round of a station; null before the first.</summary>
    /// <param name="station">Station index, from 0.</param>
    public AllocationSnapshot? AllocationOf(int station) => throw new NotSupportedException("lands with the next commit");
}
