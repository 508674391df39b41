using Diten.Learning;
using Diten.Learning.Data;

namespace Diten.Simulation.Scenario;

/// <summary>What the devices learn: a model, a data set and each device's private part of it.</summary>
/// <param name="Learner">Trains and evaluates.</param>
/// <param name="Data">Training and test set.</param>
/// <param name="Shards">One shard per device; its size is D_i.</param>
public sealed record Workload(ILearner Learner, DataSplit Data, IReadOnlyList<DataShard> Shards);
