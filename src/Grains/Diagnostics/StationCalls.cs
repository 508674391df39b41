using System.Diagnostics.Metrics;
using Diten.Grains.Placement;

namespace Diten.Grains.Diagnostics;

/// <summary>
/// Counts the calls between twins and stations that stayed on the silo and those that crossed the network, at the twin's end of
/// both directions: <c>diten.grain.calls</c> of the meter <c>Diten.Grains</c>, with the labels <c>call</c>
/// (<c>twin-station</c>, <c>station-twin</c>) and <c>scope</c> (<c>local</c>, <c>remote</c>). It allocates nothing.
/// </summary>
public sealed class StationCalls
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Diten.Grains";

    private readonly StationHomes _homes;
    private readonly Counter<long> _calls;
    private long _local;
    private long _remote;

    internal StationCalls(StationHomes homes, IMeterFactory meters)
    {
        _homes = homes;
        var meter = meters.Create(MeterName);
        _calls = meter.CreateCounter<long>("diten.grain.calls", "{call}", "Calls between twins and stations.");
    }

    /// <summary>Calls since the silo started, and what is active on it.</summary>
    public CallShare Read() => new(Volatile.Read(ref _local), Volatile.Read(ref _remote), _homes.StationCount, _homes.View.Count);

    /// <summary>A twin here calls a station.</summary>
    internal void ToStation(string station) => Count("twin-station", station);

    /// <summary>A twin here is called by its station.</summary>
    internal void FromStation(string station) => Count("station-twin", station);

    private void Count(string call, string station)
    {
        var here = _homes.IsHere(station);
        Interlocked.Increment(ref here ? ref _local : ref _remote);
        _calls.Add(1, new KeyValuePair<string, object?>("call", call), new KeyValuePair<string, object?>("scope", here ? "local" : "remote"));
    }
}

/// <summary>Calls between twins and stations seen by one silo since it started.</summary>
/// <param name="Local">Calls that stayed on the silo.</param>
/// <param name="Remote">Calls over the network.</param>
/// <param name="Stations">Stations active on the silo now.</param>
/// <param name="Silos">Silos that this one knows of.</param>
public readonly record struct CallShare(long Local, long Remote, int Stations, int Silos)
{
    /// <summary>Share of local calls, 0..1; 1 before the first call.</summary>
    public double LocalShare => Local + Remote == 0 ? 1 : (double)Local / (Local + Remote);
}
