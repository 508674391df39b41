using System.Collections.Concurrent;
using System.Threading.Channels;
using Diten.Client.Cluster;
using Diten.Interfaces.Stations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diten.Client.Fleet;

/// <summary>
/// A fleet of simulated devices, each a client of its own twin: registers, reports, trains for real on its own shard, offers,
/// sends over the subcarriers it is granted. It goes on through the loss of silos, and ends with each device's last will.
/// </summary>
internal sealed class DeviceFleet
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    private readonly FleetContext _fleet;
    private readonly DeviceCalls _calls;
    private readonly Reporter _reporter;
    private readonly ConcurrentDictionary<string, StationSession> _sessions = new(StringComparer.Ordinal);
    private readonly Channel<(FleetDevice Device, string Station)> _moves = Channel.CreateUnbounded<(FleetDevice Device, string Station)>();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes the devices; <see cref="RunAsync"/> lets them live.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="workload">What is learned.</param>
    /// <param name="access">The way into the cluster.</param>
    /// <param name="time">Clock.</param>
    /// <param name="say">Says a line to people.</param>
    /// <param name="log">Is told of registrations and refusals; null for nobody.</param>
    public DeviceFleet(FleetOptions options, FleetWorkload workload, IClusterAccess access, TimeProvider time, Action<string> say, ILogger? log = null)
    {
        _fleet = new FleetContext(options, workload.Workload, access, time, say, log ?? NullLogger.Instance);
        _calls = new DeviceCalls(_fleet);
        _reporter = new Reporter(_fleet, _calls, workload.Engines is { } engines ? new EngineReadings(engines, workload.Workload.Learner) : null);
    }

    /// <summary>The devices, for those who look at a fleet from within the process.</summary>
    public IReadOnlyList<FleetDevice> Devices => _fleet.Devices;

    /// <summary>Ends when every station has run the rounds that it was set up for; never where they are endless.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Calls that were made again so far.</summary>
    public long Retries => _fleet.Patience.Failures;

    /// <summary>Runs until it is cancelled, then sends the last wills.</summary>
    /// <exception cref="FleetException">A station learns something else than this fleet brings.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await OpenAsync(all.Token);
            Start(_reporter.RunAsync, all);
            if (_fleet.Options.Macro is { } macro) Start(new MacroJudge(_fleet, macro).RunAsync, all);
            foreach (var session in _sessions.Values) Start(session.RunAsync, all);
            Start(TellWhenFinishedAsync, all);
            await GuideAsync(all);
        }
        catch (OperationCanceledException) when (all.IsCancellationRequested)
        {
            // Asked to end, or a part has failed and tells below.
        }
        finally
        {
            await all.CancelAsync();
            await FarewellAsync();
        }
        try
        {
            await Task.WhenAll(_running);
        }
        catch (OperationCanceledException) when (all.IsCancellationRequested)
        {
            // Ended with the rest.
        }
    }

    private void Start(Func<CancellationToken, Task> run, CancellationTokenSource all) => _running.Add(Task.Run(async () =>
    {
        try
        {
            await run(all.Token);
        }
        catch (Exception)
        {
            // One part's failure ends the fleet, which then throws it.
            await all.CancelAsync();
            throw;
        }
    }));

    /// <summary>Brings devices to the station that serves them; one that the fleet does not know yet gets a session of its own.</summary>
    private async Task GuideAsync(CancellationTokenSource all)
    {
        await foreach (var (device, station) in _moves.Reader.ReadAllAsync(all.Token))
        {
            if (!_sessions.TryGetValue(station, out var session))
            {
                var settings = await _fleet.Patience.AskAsync(() => _fleet.Access.Grains.GetGrain<IStationGrain>(station).GetSettingsAsync(), all.Token);
                if (settings is null || StationFit.WhyNot(settings, Wanted(0, members: 0)) is not null)
                {
                    FleetLog.LearnsSomethingElse(_fleet.Log, device.Id, station);
                    _fleet.Say($"{device.Id} is served by {station}, which learns something else; it reports and does not learn");
                    continue;
                }
                session = _sessions[station] = new StationSession(_fleet, _calls, station, settings, Move);
                Start(session.RunAsync, all);
            }
            session.Admit(device);
        }
    }

    /// <summary>Sets the stations up where nobody has, and registers every device.</summary>
    private async Task OpenAsync(CancellationToken stop)
    {
        var members = _fleet.Devices.CountBy(device => device.Truth.Station).ToDictionary();
        for (var s = 0; s < _fleet.Options.Stations.Count; s++)
        {
            var id = _fleet.Options.Stations[s];
            var settings = await SetUpAsync(id, Wanted(s, members.GetValueOrDefault(s)), stop);
            _sessions[id] = new StationSession(_fleet, _calls, id, settings, Move);
        }
        var registered = 0;
        await Parallel.ForEachAsync(_fleet.Devices, _fleet.Parallel(stop), async (device, token) =>
        {
            if (await _calls.RegisterAsync(device, token) is not { } station) return;
            Move(device, station);
            Interlocked.Increment(ref registered);
        });
        await LinkAsync(stop);
        FleetLog.Registered(_fleet.Log, registered, string.Join(", ", _fleet.Options.Stations));
        _fleet.Say($"{registered} devices are registered with {string.Join(", ", _fleet.Options.Stations)}");
    }

    /// <summary>Links each device's twin with those of its nearest neighbours at the same station.</summary>
    private async Task LinkAsync(CancellationToken stop)
    {
        if (_fleet.Options.Neighbours == 0) return;
        var cells = _fleet.Devices.ToLookup(device => device.Station, StringComparer.Ordinal);
        await Parallel.ForEachAsync(_fleet.Devices, _fleet.Parallel(stop), async (device, token) =>
        {
            var near = cells[device.Station].Where(other => other != device).OrderBy(other => other.Truth.Place.DistanceTo(device.Truth.Place)).Take(_fleet.Options.Neighbours);
            foreach (var other in near) await _calls.LinkAsync(device, other, token);
        });
    }

    private async Task<StationSettingsMessage> SetUpAsync(string id, StationSettingsMessage wanted, CancellationToken stop)
    {
        var reply = await StationSetup.ConfigureAsync(_fleet, id, wanted, stop);
        if (reply.Accepted && wanted.StartModel is null) return wanted;
        var settings = await _fleet.Patience.AskAsync(() => _fleet.Access.Grains.GetGrain<IStationGrain>(id).GetSettingsAsync(), stop);
        if (reply.Accepted)
        {
            return settings?.StartModel == wanted.StartModel
                ? wanted
                : throw new FleetException($"station {id} is on a silo of an older version, which takes no model to begin with; upgrade the silos first");
        }
        if (settings is null) throw new FleetException($"station {id} refuses its settings: {reply.Error}");
        if (StationFit.WhyNot(settings, wanted) is { } why) throw new FleetException($"station {id} {why}; name another station, or the same options");
        _fleet.Say($"station {id} goes on as it was set up before ({reply.Error})");
        return settings;
    }

    private StationSettingsMessage Wanted(int station, int members) => StationSetup.Of(_fleet.Options, _fleet.Workload, _fleet.Start, _fleet.World.Stations[station], members);

    private void Move(FleetDevice device, string station) => _moves.Writer.TryWrite((device, station));

    private async Task TellWhenFinishedAsync(CancellationToken stop)
    {
        await Task.WhenAll(_sessions.Values.Select(session => session.Finished)).WaitAsync(stop);
        _finished.TrySetResult();
    }

    private async Task FarewellAsync()
    {
        using var limit = new CancellationTokenSource(s_farewell, _fleet.Time);
        try
        {
            await Parallel.ForEachAsync(_fleet.Devices.Where(device => device.Epoch > 0), _fleet.Parallel(limit.Token), async (device, token) => await _calls.FarewellAsync(device, token));
        }
        catch (OperationCanceledException)
        {
            FleetLog.NoFarewell(_fleet.Log);
            _fleet.Say("the cluster does not answer: its twins will notice by themselves that the devices are silent");
        }
    }
}

/// <summary>The fleet cannot do what it was asked for; one line for people.</summary>
internal sealed class FleetException(string message) : IOException(message);
