using Diten.Learning.Data;

namespace Diten.Learning.Training;

/// <summary>One device's local training, to be run by <see cref="ParallelTrainer"/>.</summary>
public sealed class TrainJob
{
    /// <summary>Start, P values; jobs may share it.</summary>
    public required ReadOnlyMemory<float> Parameters { get; init; }

    /// <summary>The device's samples.</summary>
    public required DataShard Shard { get; init; }

    /// <summary>Epochs, batch, rate.</summary>
    public required TrainOptions Options { get; init; }

    /// <summary>Seeds the order of the samples.</summary>
    public required int Seed { get; init; }

    /// <summary>Receives P values; no other job may use this memory, unless it is this job's own start.</summary>
    public required Memory<float> Result { get; init; }

    /// <summary>Loss and samples, once the job has run.</summary>
    public TrainResult Outcome { get; internal set; }
}
