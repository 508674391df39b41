using System.Collections.Concurrent;
using Diten.Client.Cluster;
using Diten.Client.Fleet;
using Diten.Learning.Data;
using Diten.Simulation.Scenario;
using Orleans;

namespace Diten.Cluster.Tests.Fleet;

/// <summary>Twenty devices that learn generated digits with a softmax regression: real training, in milliseconds.</summary>
internal static class SmallFleet
{
    public static readonly ScenarioOptions Options = new()
    {
        Devices = 20,
        Subcarriers = 64,
        Participants = 5,
        SamplesMean = 60,
        SamplesDeviation = 20,
        SamplesMinimum = 20,
        Model = "softmax",
        Dataset = "digits",
        LearningRate = 0.02,
        Rounds = 6,
        Threads = 1,
    };

    private static readonly Lazy<DataSplit> s_digits = new(() => DataSource.Load("digits", null, seed: 1, train: 1200, test: 400));

    public static Workload Workload(ScenarioOptions options) => WorkloadFactory.Create(options, s_digits.Value);

    public static FleetOptions Fleet(ScenarioOptions options, params string[] stations) => new()
    {
        Scenario = options,
        Stations = stations,
        TimeScale = 0,
        ReportPeriod = TimeSpan.FromSeconds(0.3),
        OfferSeconds = 10,
        UploadSeconds = 10,
        CallTimeout = TimeSpan.FromSeconds(5),
        RetryPause = TimeSpan.FromMilliseconds(5),
    };

    public static RunningFleet Start(IGrainFactory grains, FleetOptions options, FleetWorkload? workload = null) =>
        new(new DeviceFleet(options, workload ?? new FleetWorkload(Workload(options.Scenario), null), new Access(grains), TimeProvider.System, RunningFleet.Lines.Enqueue));
}

/// <summary>The way into a test cluster.</summary>
internal sealed class Access(IGrainFactory grains) : IClusterAccess
{
    public IGrainFactory Grains { get; } = grains;
}

/// <summary>A fleet that runs until it is disposed of.</summary>
internal sealed class RunningFleet : IAsyncDisposable
{
    public static readonly ConcurrentQueue<string> Lines = new();

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public RunningFleet(DeviceFleet fleet)
    {
        Fleet = fleet;
        _running = fleet.RunAsync(_stop.Token);
    }

    public DeviceFleet Fleet { get; }

    /// <summary>Waits until its stations have run all their rounds.</summary>
    public async Task FinishedAsync()
    {
        var first = await Task.WhenAny(Fleet.Finished, _running, Task.Delay(TimeSpan.FromMinutes(4)));
        if (first == _running) await _running;
        Assert.True(first == Fleet.Finished, $"the rounds are not done; the last lines were: {string.Join(" | ", Lines.TakeLast(5))}");
    }

    /// <summary>Stops all devices and waits for them.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
