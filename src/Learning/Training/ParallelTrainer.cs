namespace Diten.Learning.Training;

/// <summary>
/// Trains many devices on several threads. A device is trained by one thread from its own start and seed, so the
/// results are the same bits whatever the number of threads; only the sharing of the work is dynamic, largest shard first.
/// </summary>
public static class ParallelTrainer
{
    /// <summary>Runs every job and fills in its result and outcome.</summary>
    /// <param name="learner">The model.</param>
    /// <param name="jobs">The work.</param>
    /// <param name="threads">Threads to use, 1 or more; the calling thread is one of them.</param>
    /// <param name="cancellationToken">Stops before the next job; jobs already begun end.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the outcomes of jobs not run are not set.</exception>
    /// <exception cref="ArgumentException">A job does not fit the learner: that job's own error, after all threads stopped.</exception>
    public static void TrainAll(
        ILearner learner, IReadOnlyList<TrainJob> jobs, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(jobs);
        var order = new TrainJob[jobs.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = jobs[i];
        Array.Sort(Array.ConvertAll(order, job => -job.Shard.Count), order);
        WorkSharing.Run(order.Length, threads, i => RunOne(learner, order[i]), cancellationToken);
    }

    private static void RunOne(ILearner learner, TrainJob job) =>
        job.Outcome = learner.Train(job.Parameters.Span, job.Shard, job.Options, job.Seed, job.Result.Span);
}
