using Diten.Learning.Data;
using Diten.Learning.Data.Engines;
using Diten.Simulation.Engine;
using Diten.Simulation.Scenario;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Diten.Simulation.Experiments.Series;

/// <summary>Loads each data set once and deals it out once per way of dealing.</summary>
/// <param name="dataFolder">Folder with <c>mnist/</c> and the others; null for what DITEN_DATA names.</param>
/// <param name="log">Is told of what runs with them; null for nobody.</param>
internal sealed class Workloads(string? dataFolder, ILogger? log = null)
{
    private readonly Dictionary<string, DataSplit> _data = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Workload> _dealt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LearningTrace> _traces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RulData> _engines = new(StringComparer.Ordinal);

    /// <summary>Folder with <c>mnist/</c> and the others; null for what DITEN_DATA names.</summary>
    public string? DataFolder { get; } = dataFolder;

    /// <summary>Is told of what runs with them.</summary>
    public ILogger Log { get; } = log ?? NullLogger.Instance;

    /// <summary>The workload of a scenario.</summary>
    public Workload Get(ScenarioOptions options)
    {
        // Only these shape a workload; what else differs between series must not load or deal the data again.
        var key = FormattableString.Invariant(
            $"{options.Dataset}|{options.Model}|{options.LearnerChoice}|{options.Partition}|{options.DirichletAlpha:R}|{options.Devices}|{options.Seed}|{options.SamplesMean:R}|{options.SamplesDeviation:R}|{options.SamplesMinimum}");
        if (_dealt.TryGetValue(key, out var workload)) return workload;
        workload = WorkloadFactory.Create(options, Data(options));
        _dealt.Add(key, workload);
        return workload;
    }

    /// <summary>What a run with this learning did; null before one has trained.</summary>
    public LearningTrace? Learned(string learning) => _traces.GetValueOrDefault(learning);

    /// <summary>Keeps what a run did for those with the same learning.</summary>
    public void Keep(string learning, LearningTrace trace) => _traces[learning] = trace;

    /// <summary>Forgets what earlier runs did: every run of experiments trains anew.</summary>
    public void ForgetLearning() => _traces.Clear();

    /// <summary>Forgets data and learning; what is asked for again is loaded again.</summary>
    public void Forget()
    {
        _data.Clear();
        _dealt.Clear();
        _engines.Clear();
        _traces.Clear();
    }

    /// <summary>What a scenario learns, for people.</summary>
    public string NameOf(ScenarioOptions options) => DataSource.NameOf(Data(options).Source);

    /// <summary>Run-to-failure data, one engine per device, and what they are for people.</summary>
    public (RulData Data, string Name) Engines(ScenarioOptions options)
    {
        var key = $"{options.Dataset}|{options.Seed}";
        if (!_engines.TryGetValue(key, out var data))
        {
            data = DataSource.LoadRul(options.Dataset, DataFolder ?? DataFolders.FromEnvironment(), options.Seed);
            _engines.Add(key, data);
        }
        return (data, DataSource.NameOf(data.Source));
    }

    // Images are large: all ways of dealing them out share one copy.
    private DataSplit Data(ScenarioOptions options)
    {
        var wanted = (int)Math.Clamp(Math.Round(options.Devices * options.SamplesMean), 1, 60_000);
        var key = $"{options.Dataset}|{options.Seed}|{wanted}";
        if (_data.TryGetValue(key, out var data)) return data;
        data = DataSource.Load(options.Dataset, DataFolder ?? DataFolders.FromEnvironment(), options.Seed, wanted);
        _data.Add(key, data);
        return data;
    }
}
