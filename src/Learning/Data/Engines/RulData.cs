using Diten.Learning.Data.Partitions;

namespace Diten.Learning.Data.Engines;

/// <summary>
/// Remaining useful life as a regression. A sample is a window of cycles, channels × window values, row-major [channel][cycle], newest
/// last; its target is the remaining life after the window, in cycles.
/// </summary>
public sealed class RulData
{
    private RulData(EngineFleet fleet, WindowScaler scaler, Dataset train, Dataset test, IReadOnlyList<DataShard> units, float targetScale)
    {
        Fleet = fleet;
        Scaler = scaler;
        Train = train;
        Test = test;
        Units = units;
        TargetScale = targetScale;
    }

    /// <summary>Windows of all training engines; targets clipped at <see cref="RulOptions.Clip"/>.</summary>
    public Dataset Train { get; }

    /// <summary>The last window of each test engine; targets are the true lives, not clipped.</summary>
    public Dataset Test { get; }

    /// <summary>The windows of each training engine, in order of unit: one engine per device.</summary>
    public IReadOnlyList<DataShard> Units { get; }

    /// <summary>Cycles per unit of a model's output, so that outputs are 0..1: <see cref="RulOptions.Clip"/>. The targets here are not divided by it.</summary>
    public float TargetScale { get; }

    /// <summary>Channels of a sample.</summary>
    public int Channels => Scaler.Channels;

    /// <summary>Cycles of a sample.</summary>
    public int Window => Scaler.Window;

    /// <summary>Cuts and scales windows as the training set was.</summary>
    public WindowScaler Scaler { get; }

    /// <summary>The recordings themselves.</summary>
    public EngineFleet Fleet { get; }

    /// <summary>Where it came from, for people.</summary>
    public string Source => Fleet.Source;

    /// <summary>Cuts a fleet into windows. A training engine shorter than the window gives one, padded with its first cycle.</summary>
    /// <param name="fleet">Recordings.</param>
    /// <param name="options">Window, clip, channels, scaling; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static RulData Cut(EngineFleet fleet, RulOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        options ??= new RulOptions();
        var scaler = new WindowScaler(fleet.Train, options);
        var ends = fleet.Train.SelectMany(run => Ends(run, options).Select(end => (Run: run, End: end))).ToArray();
        var train = Windows("engines", ends, scaler, (_, sample) => Math.Min(options.Clip, sample.Run.Cycles - 1 - sample.End));
        var lasts = fleet.Test.Select(run => (Run: run, End: run.Cycles - 1)).ToArray();
        var test = Windows("engines test", lasts, scaler, (i, _) => fleet.TestRemaining[i]);
        var units = Partition.ByUnit(train, Array.ConvertAll(ends, sample => sample.Run.Unit));
        return new RulData(fleet, scaler, train, test, units, options.Clip);
    }

    /// <summary>Last cycles of an engine's windows, ascending; always with the very last one, where the remaining life is 0.</summary>
    private static IEnumerable<int> Ends(EngineRun run, RulOptions options)
    {
        var last = run.Cycles - 1;
        var windows = Math.Max(0, last - (options.Window - 1)) / options.Stride;
        return Enumerable.Range(0, windows + 1).Select(k => last - ((windows - k) * options.Stride));
    }

    private static Dataset Windows(
        string name, (EngineRun Run, int End)[] samples, WindowScaler scaler, Func<int, (EngineRun Run, int End), int> remaining)
    {
        var features = new float[samples.Length * scaler.Length];
        var targets = new float[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            scaler.Fill(samples[i].Run, samples[i].End, features.AsSpan(i * scaler.Length, scaler.Length));
            targets[i] = remaining(i, samples[i]);
        }

        return new Dataset(name, features, scaler.Length, [], 0, targets);
    }
}
