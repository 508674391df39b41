using Diten.Simulation.Experiments;
using Diten.Simulation.Experiments.Output;
using Diten.Simulation.Experiments.Series;

namespace Diten.Simulation.Tests.Experiments;

/// <summary>Experiments small enough for tests: five devices, two rounds, generated digits.</summary>
internal static class Tiny
{
    /// <summary>Classes of this collection run one after another and share the generated data.</summary>
    public const string Collection = "experiments";

    /// <summary>Data, generated once for all tests.</summary>
    public static Workloads Workloads { get; } = new(null);

    public static ExperimentSettings Settings { get; } = new() { Devices = 5, Rounds = 2, Seed = 7, Dataset = "digits", Threads = 1, Participants = [2, 4] };

    public static string NewFolder() => Directory.CreateTempSubdirectory("diten-experiment").FullName;

    public static ExperimentRun Run(string name, string folder, ExperimentSettings? settings = null, IRunProgress? progress = null, bool resume = false, CancellationToken cancellationToken = default)
    {
        settings ??= Settings;
        var experiment = ExperimentTable.Find(name)!;
        var runner = new ExperimentRunner(settings, new SeriesStore(Path.Combine(folder, "series"), resume), Workloads);
        runner.Run([experiment], progress ?? new Silence(), cancellationToken);
        return new ExperimentRun(experiment, settings, runner.Collect(experiment));
    }

    public static string Csv(this ExperimentRun run) => ResultsCsv.Write(run.Experiment.Name, run.Seeds);

    /// <summary>Counts series; ends the run after so many.</summary>
    internal sealed class Silence(int stopAfter = int.MaxValue, CancellationTokenSource? stop = null) : IRunProgress
    {
        public int Begun { get; private set; }

        public int Resumed { get; private set; }

        public int Ended { get; private set; }

        public int Steps { get; private set; }

        public void Begin(int series, int resumed, int steps) => Resumed = resumed;

        public void BeginSeries(string title, int steps) => Begun++;

        public void Step() => Steps++;

        public void EndSeries()
        {
            if (++Ended == stopAfter) stop!.Cancel();
        }
    }
}
