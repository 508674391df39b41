using Diten.Learning;
using Diten.Learning.Data;
using Diten.Learning.Data.Partitions;
using Diten.Simulation.Engine;

namespace Diten.Simulation.Scenario;

/// <summary>Loads what a scenario learns.</summary>
public static class WorkloadFactory
{
    /// <summary>Loads the data set, deals it out and creates the learner. Takes as many training samples as the devices hold, at most all.</summary>
    /// <param name="options">The scenario.</param>
    /// <param name="dataFolder">Folder that holds <c>mnist/</c> and the others; null for what the variable DITEN_DATA names, if anything.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">No such data set or model, or they do not fit each other.</exception>
    /// <exception cref="FileNotFoundException">The data set's or the model's files are not there.</exception>
    /// <exception cref="LearnerException">The learner cannot be had on this machine, or the model file cannot be used.</exception>
    public static Workload Load(ScenarioOptions options, string? dataFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Checked();
        var folder = dataFolder ?? Environment.GetEnvironmentVariable(DataFolders.Variable);
        var wanted = (int)Math.Clamp(Math.Round(options.Devices * options.SamplesMean), 1, 60_000);
        return Create(options, DataSource.Load(options.Dataset, folder, options.Seed, wanted));
    }

    /// <summary>Deals out a data set that is already in memory and creates the learner.</summary>
    /// <param name="options">The scenario; its partition is <c>iid</c> or <c>dirichlet</c> (a set by units is dealt with <see cref="Partition.ByUnit"/>).</param>
    /// <param name="data">The data set.</param>
    /// <exception cref="ArgumentException">No such model, or it does not fit the data.</exception>
    public static Workload Create(ScenarioOptions options, DataSplit data)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        var train = data.Train;
        var learner = options.LearnerChoice.Create(options.Model, train);
        if (train.Count < options.Devices)
            throw new ArgumentException($"{train.Name} has {train.Count} training samples for {options.Devices} devices; each needs one", nameof(options));

        var sizes = Population.Sizes(options, (int)Math.Min(train.Count, Math.Round(options.Devices * options.SamplesMean)));
        var seed = CounterRandom.Seed(options.Seed, Purpose.Deal, 0, 0);
        var shards = options.Partition switch
        {
            "iid" => Partition.Iid(train, sizes, seed),
            "dirichlet" => Partition.Dirichlet(train, sizes, options.DirichletAlpha, seed),
            _ => throw new ArgumentException($"{train.Name} has no units to deal by", nameof(options)),
        };
        return new Workload(learner, data, shards);
    }
}
