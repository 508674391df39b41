using Diten.Learning.Data;
using Diten.Learning.Models;

namespace Diten.Learning;

/// <summary>
/// Trains and evaluates one model; a model is a flat <c>float[]</c> of parameters (weights of a layer row-major,
/// output index first, then its biases; layers in order). Same seed, same bits, whatever the number of threads.
/// Safe to call from many threads at once.
/// </summary>
public interface ILearner
{
    /// <summary>Name on the command line, for example <c>lenet5</c>.</summary>
    string Name { get; }

    /// <summary>P, number of parameters.</summary>
    int ParameterCount { get; }

    /// <summary>F, values of one input sample.</summary>
    int FeatureLength { get; }

    /// <summary>Outputs: classes, or 1 for regression.</summary>
    int OutputLength { get; }

    /// <summary>Where each tensor lies in the flat parameters; one nameless stretch for a learner that does not tell.</summary>
    IReadOnlyList<ParameterBlock> Blocks => [new ParameterBlock(0, "parameters", [ParameterCount], 0, ParameterCount)];

    /// <summary>Draws initial parameters U(±1/√fan-in) per layer, biases too.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="parameters">Receives P values.</param>
    void Initialize(int seed, Span<float> parameters);

    /// <summary>Local training (Eq. 7): mini-batch SGD or full-batch gradient steps.</summary>
    /// <param name="parameters">Start, P values; not changed.</param>
    /// <param name="data">The device's own samples.</param>
    /// <param name="options">Epochs, batch, rate.</param>
    /// <param name="seed">Seeds the order of the samples.</param>
    /// <param name="result">Receives P values; may be the same memory as <paramref name="parameters"/>.</param>
    /// <returns>Mean training loss over the last epoch and the sample count.</returns>
    /// <exception cref="ArgumentException">A length does not fit the model, or the shard is empty.</exception>
    TrainResult Train(ReadOnlySpan<float> parameters, DataShard data, TrainOptions options, int seed, Span<float> result);

    /// <summary>Mean loss, and accuracy for classes or root mean square error for regression.</summary>
    Evaluation Evaluate(ReadOnlySpan<float> parameters, Dataset data);

    /// <summary>The same over a part of a data set; a learner that needs no copy of the part overrides this.</summary>
    /// <param name="parameters">P values.</param>
    /// <param name="shard">The samples, one or more.</param>
    /// <exception cref="ArgumentException">A length does not fit the model, or the shard is empty.</exception>
    Evaluation Evaluate(ReadOnlySpan<float> parameters, DataShard shard) => Evaluate(parameters, shard.ToDataset());
}

/// <summary>Options of local training.</summary>
public sealed record TrainOptions
{
    /// <summary>E, epochs, 1 or more; default 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Batch size in samples, 0 for the full batch as printed in Eq. (7); default 10. The last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>η, step size, above 0; default 0.1.</summary>
    public float LearningRate { get; init; } = 0.1f;

    /// <summary>L2 coefficient added to every gradient as μ·w; default 0.</summary>
    public float L2 { get; init; }
}

/// <summary>Result of local training.</summary>
/// <param name="Loss">Mean loss over the last epoch's samples, each before its step.</param>
/// <param name="Samples">Samples per epoch, D_i.</param>
public readonly record struct TrainResult(double Loss, int Samples);

/// <summary>Result of an evaluation.</summary>
/// <param name="Loss">Mean cross entropy, nats; or mean squared error.</param>
/// <param name="Accuracy">0..1 for classes; NaN for regression.</param>
/// <param name="RootMeanSquareError">In target units for regression; NaN for classes.</param>
public readonly record struct Evaluation(double Loss, double Accuracy, double RootMeanSquareError);
