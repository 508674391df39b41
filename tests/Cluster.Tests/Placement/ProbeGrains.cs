using Diten.Grains.Diagnostics;
using Diten.Grains.Hosting;
using Diten.Grains.Placement;
using Diten.Interfaces.Placement;
using Orleans.Runtime;

namespace Diten.Cluster.Tests.Placement;

/// <summary>Does what a twin does with its station, and nothing else.</summary>
[Alias("diten.test.IProbeTwin")]
public interface IProbeTwin : IGrainWithStringKey
{
    [Alias("Enter")]
    Task EnterAsync(string station);

    [Alias("Report")]
    Task<int> ReportAsync();

    [Alias("Offer")]
    Task OfferAsync();

    [Alias("Where")]
    Task<SiloAddress> WhereAsync();
}

/// <summary>Does what a station does with its twins.</summary>
[Alias("diten.test.IProbeStation")]
public interface IProbeStation : IGrainWithStringKey
{
    [Alias("Take")]
    Task TakeAsync(string device);

    [Alias("Where")]
    Task<SiloAddress> WhereAsync();
}

[GenerateSerializer, Alias("diten.test.ProbeState")]
public sealed class ProbeState
{
    [Id(0)] public string? Station { get; set; }

    [Id(1)] public int Reports { get; set; }
}

[TwinPlacement]
internal sealed class ProbeTwin(
    [PersistentState("probe", StorageNames.State)] IPersistentState<ProbeState> state, IGrainFactory grains, ILocalSiloDetails silo,
    HomeFollower home, StationCalls calls) : Grain, IProbeTwin
{
    public async Task EnterAsync(string station)
    {
        await grains.GetGrain<IProbeStation>(station).TakeAsync(this.GetPrimaryKeyString());
        calls.ToStation(station);
        state.State.Station = station;
        await state.WriteStateAsync();
        home.Check(station);
    }

    /// <summary>Not written: lives in memory as in a Batched twin, and must survive a move.</summary>
    public Task<int> ReportAsync()
    {
        home.Check(state.State.Station);
        return Task.FromResult(++state.State.Reports);
    }

    public async Task OfferAsync()
    {
        home.Check(state.State.Station);
        await grains.GetGrain<IProbeStation>(state.State.Station!).TakeAsync(this.GetPrimaryKeyString());
        calls.ToStation(state.State.Station!);
    }

    public Task<SiloAddress> WhereAsync()
    {
        home.Check(state.State.Station);
        return Task.FromResult(silo.SiloAddress);
    }
}

[StationPlacement]
internal sealed class ProbeStation : Grain, IProbeStation
{
    private readonly ILocalSiloDetails _silo;

    public ProbeStation(ILocalSiloDetails silo, StationPresence presence)
    {
        _silo = silo;
        ArgumentNullException.ThrowIfNull(presence);
    }

    public Task TakeAsync(string device) => Task.CompletedTask;

    public Task<SiloAddress> WhereAsync() => Task.FromResult(_silo.SiloAddress);
}
