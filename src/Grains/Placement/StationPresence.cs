using Orleans.Timers;

namespace Diten.Grains.Placement;

/// <summary>
/// Makes a station known on its silo while it is active, and takes it to its home when silos come and go, also when nobody calls
/// it. Injecting it into a station's grain is enough; a grain with requests that wait long sets <see cref="Leaving"/>.
/// </summary>
internal sealed class StationPresence
{
    /// <summary>A move that failed is tried again after this, s.</summary>
    private const int RetrySeconds = 5;

    private readonly StationHomes _homes;
    private readonly HomeFollower _follower;
    private readonly IGrainContext _context;
    private readonly ITimerRegistry _timers;
    private readonly string _station;
    private bool _ready;

    public StationPresence(StationHomes homes, HomeFollower follower, IGrainContext context, ITimerRegistry timers)
    {
        (_homes, _follower, _context, _timers) = (homes, follower, context, timers);
        _station = StationHome.OfKey(context.GrainId.Key.ToString() ?? "");
        _follower.Moving = () => Leaving?.Invoke();
        context.ObservableLifecycle.Subscribe<StationPresence>(GrainLifecycleStage.Activate, Arrive, Leave);
    }

    /// <summary>
    /// Called as a turn of the grain when it is about to leave this silo, because it moves or because the silo stops: requests that
    /// wait for something to happen should answer now, since the grain can only leave when no request is running.
    /// </summary>
    public Action? Leaving { get; set; }

    /// <summary>
    /// Called as a turn of the grain when the silo stops, while it is still a member: what needs other grains must be done by
    /// then, since a silo that leaves alone can activate none any more.
    /// </summary>
    public Func<Task>? Stopping { get; set; }

    /// <summary>Whether the silo is stopping: no request should wait long any more.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Looks where the station belongs, as a turn of its own.</summary>
    internal void Wake() => _context.Scheduler.QueueAction(() =>
    {
        if (_ready) _follower.Check(_station);
    });

    /// <summary>The silo stops. Ends when the station has done what it must before; never fails.</summary>
    internal Task StopAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _context.Scheduler.QueueAction(() => RunAsync().Ignore());
        return done.Task;

        async Task RunAsync()
        {
            try
            {
                IsStopping = true;
                Leaving?.Invoke();
                if (Stopping is { } stopping) await stopping();
            }
            finally
            {
                done.SetResult();
            }
        }
    }

    private Task Arrive(CancellationToken cancellation)
    {
        _homes.Arrived(_station, this);
        _timers.RegisterGrainTimer(_context, static (p, _) => p.Look(), this, new GrainTimerCreationOptions
        {
            DueTime = TimeSpan.Zero,
            Period = TimeSpan.FromSeconds(RetrySeconds),
            Interleave = true,
        });
        return Task.CompletedTask;
    }

    /// <summary>The first tick comes when the activation is complete; a grain must not be moved before.</summary>
    private Task Look()
    {
        _ready = true;
        _follower.Forget();
        _follower.Check(_station);
        return Task.CompletedTask;
    }

    private Task Leave(CancellationToken cancellation)
    {
        _homes.Left(_station, this);
        return Task.CompletedTask;
    }
}
