using Diten.Core.Network;
using Diten.Core.Telemetry;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diten.Simulation.Live;

/// <summary>
/// A simulated network as the API and the dashboard see it: the simulator runs on a thread of its own, and after each
/// round what it did is published under a short lock. Readers and watchers never hold up a round. Twins live in network
/// time: the start plus the virtual seconds so far.
/// </summary>
public sealed partial class SimulatedNetwork : ITwinNetwork, IAsyncDisposable
{
    private readonly ScenarioOptions _options;
    private readonly LiveOptions _live;
    private readonly Func<CancellationToken, Workload?> _load;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DateTimeOffset _start;
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _running = new(initialState: true);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventLog _events;
    private readonly Lock _gate = new();
    private readonly TwinGauge _twins;
    private readonly SimulationGauges _gauges = new();
    private Published? _published;
    private string _status = "starting";
    private Thread? _thread;

    /// <summary>Prepares a network; <see cref="Start"/> runs it.</summary>
    /// <param name="options">The scenario; it ends after <see cref="ScenarioOptions.Rounds"/>, or never for 0.</param>
    /// <param name="load">Loads what is learned, on the network's own thread, so that the first page need not wait for it; null result for time, energy and bits only.</param>
    /// <param name="live">How it is run for people to watch.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Is told of stations, rounds, and what becomes of the network; null for nobody.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SimulatedNetwork(ScenarioOptions options, Func<CancellationToken, Workload?> load, LiveOptions live, TimeProvider time, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _live, _load, _time, _log) = (options.Checked(), live.Checked(), load, time, log ?? NullLogger.Instance);
        _start = time.GetUtcNow();
        _twins = new TwinGauge("all", _start);
        // At least two rounds' worth, so that a watcher that keeps up with the rounds misses nothing.
        _events = new EventLog(Math.Max(live.Events, 2 * (options.Devices + options.Stations + 2)));
    }

    /// <summary>Ends when the network does: after its last round, when it is disposed of, or faulted with what went wrong.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Runs the network on a thread of its own.</summary>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public void Start()
    {
        if (_thread is not null) throw new InvalidOperationException("the network has been started already");
        _thread = new Thread(Run) { IsBackground = true, Name = "simulation" };
        _thread.Start();
    }

    /// <summary>Holds the network after the round under way.</summary>
    public void Pause()
    {
        _running.Reset();
        SetStatus("paused", onlyFrom: "running");
    }

    /// <summary>Goes on.</summary>
    public void Resume()
    {
        SetStatus("running", onlyFrom: "paused");
        _running.Set();
    }

    /// <summary>Stops the network and waits for its thread.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_thread is not null) await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _twins.Remove();
        _gauges.Dispose();
        _running.Dispose();
        _models.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            Simulate(_stop.Token);
            SetStatus("finished");
            _ended.TrySetResult();
        }
        catch (OperationCanceledException)
        {
            SetStatus("stopped");
            _ended.TrySetResult();
        }
#pragma warning disable CA1031 // Whatever goes wrong is told to the watchers and to who awaits Completion.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(_log, error);
            SetStatus($"failed: {error.Message}");
            _ended.TrySetException(error);
        }
    }

    private void Simulate(CancellationToken stop)
    {
        var simulator = new Simulator(_options, _load(stop));
        simulator.LogTo(_log);
        lock (_gate) _published = new Published(simulator, _live, _start);
        SetStatus(_running.IsSet ? "running" : "paused");
        while (_options.Rounds == 0 || simulator.Round < _options.Rounds)
        {
            _running.Wait(stop);
            var began = _time.GetTimestamp();
            lock (_gate) _published.Twins.Reconcile(Now(_published));
            var round = RunRound(simulator, stop);
            List<(string Kind, string Subject, int Round)> events;
            lock (_gate)
            {
                events = _published.Take(round, _start);
                if (TwinGauge.IsEnabled) _twins.Show(_published.Twins.Liveness(Now(_published)));
            }
            _gauges.Show(simulator, round);
            _events.Add(events);
            var due = TimeSpan.FromSeconds(_live.Pace * round.DurationSeconds) - _time.GetElapsedTime(began);
            var pause = TimeSpan.FromSeconds(_live.PauseSeconds);
            Wait(due > pause ? due : pause, stop);
        }
    }

    private void Wait(TimeSpan span, CancellationToken stop)
    {
        if (span > TimeSpan.Zero) Task.Delay(span, _time, stop).GetAwaiter().GetResult();
    }

    private void SetStatus(string status, string? onlyFrom = null)
    {
        lock (_gate)
        {
            if (onlyFrom is not null && !string.Equals(_status, onlyFrom, StringComparison.Ordinal)) return;
            _status = status;
        }
        LogStatus(_log, status);
        _events.Add([("status", status, 0)]);
    }

    /// <summary>Network time.</summary>
    private DateTimeOffset Now(Published published) => _start + TimeSpan.FromSeconds(published.VirtualSeconds);
}
