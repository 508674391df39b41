using Diten.Learning.Data;

namespace Diten.Learning.Training;

/// <summary>
/// Evaluates a model on several threads in pieces of a fixed size whose sums are added in order, so the result is the
/// same bits whatever the number of threads.
/// </summary>
public static class ParallelEvaluator
{
    /// <summary>Samples in a piece.</summary>
    public const int PieceSize = 500;

    /// <summary>Mean loss, and accuracy or root mean square error, over all samples.</summary>
    /// <param name="learner">The model.</param>
    /// <param name="parameters">P values.</param>
    /// <param name="data">The samples, one or more.</param>
    /// <param name="threads">Threads to use, 1 or more; the calling thread is one of them.</param>
    /// <param name="cancellationToken">Stops before the next piece.</param>
    /// <exception cref="ArgumentException">A length does not fit the model, or there are no samples.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Evaluation Evaluate(
        ILearner learner,
        ReadOnlyMemory<float> parameters,
        DataShard data,
        int threads,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (data.Count == 0)
            throw new ArgumentException("no samples to evaluate", nameof(data));
        var pieces = new Evaluation[(data.Count + PieceSize - 1) / PieceSize];
        WorkSharing.Run(
            pieces.Length,
            threads,
            i => pieces[i] = learner.Evaluate(parameters.Span, Piece(data, i)),
            cancellationToken);

        double loss = 0, accuracy = 0, squares = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            var weight = (double)Piece(data, i).Count / data.Count;
            loss += weight * pieces[i].Loss;
            accuracy += weight * pieces[i].Accuracy;
            squares += weight * pieces[i].RootMeanSquareError * pieces[i].RootMeanSquareError;
        }
        return new Evaluation(loss, accuracy, Math.Sqrt(squares));
    }

    /// <summary>The same over a whole data set.</summary>
    /// <inheritdoc cref="Evaluate(ILearner, ReadOnlyMemory{float}, DataShard, int, CancellationToken)"/>
    public static Evaluation Evaluate(
        ILearner learner,
        ReadOnlyMemory<float> parameters,
        Dataset data,
        int threads,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Evaluate(learner, parameters, data.All(), threads, cancellationToken);
    }

    private static DataShard Piece(DataShard data, int index)
    {
        var start = index * PieceSize;
        return data with { Indices = data.Indices.Slice(start, Math.Min(PieceSize, data.Count - start)) };
    }
}
