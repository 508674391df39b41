namespace Diten.Learning.Data;

/// <summary>Samples in memory: features row-major Count × FeatureLength, and a class label or a target each.</summary>
public sealed class Dataset
{
    /// <summary>Wraps arrays without copying them; they must not change afterwards.</summary>
    /// <param name="name">What people call it, for example <c>MNIST</c>.</param>
    /// <param name="features">Count × <paramref name="featureLength"/> values, finite.</param>
    /// <param name="featureLength">Values per sample, 1 or more.</param>
    /// <param name="labels">Class per sample, 0..classes−1; empty for regression.</param>
    /// <param name="classes">Number of classes; 0 for regression.</param>
    /// <param name="targets">Target per sample for regression; empty for classes.</param>
    /// <exception cref="ArgumentException">Lengths do not agree.</exception>
    public Dataset(string name, float[] features, int featureLength, int[] labels, int classes, float[]? targets = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureLength, 1);
        targets ??= [];
        Count = classes > 0 ? labels.Length : targets.Length;
        if (features.Length != (long)Count * featureLength)
            throw new ArgumentException($"features has {features.Length} values, expected {Count} × {featureLength}", nameof(features));
        Name = name;
        FeatureLength = featureLength;
        Classes = classes;
        Features = features;
        Labels = labels;
        Targets = targets;
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Samples.</summary>
    public int Count { get; }

    /// <summary>F, values per sample.</summary>
    public int FeatureLength { get; }

    /// <summary>Classes; 0 for regression.</summary>
    public int Classes { get; }

    /// <summary>Features, row-major.</summary>
    public float[] Features { get; }

    /// <summary>Class per sample.</summary>
    public int[] Labels { get; }

    /// <summary>Target per sample.</summary>
    public float[] Targets { get; }

    /// <summary>One sample's features.</summary>
    public ReadOnlySpan<float> Row(int index) => Features.AsSpan(index * FeatureLength, FeatureLength);

    /// <summary>All samples as one shard.</summary>
    public DataShard All() => new(this, Enumerable.Range(0, Count).ToArray());
}

/// <summary>A device's private part of a data set.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Indices">Its samples.</param>
public readonly record struct DataShard(Dataset Data, ReadOnlyMemory<int> Indices)
{
    /// <summary>D_i, samples.</summary>
    public int Count => Indices.Length;

    /// <summary>A data set of its own with copies of these samples, in this order.</summary>
    public Dataset ToDataset()
    {
        var indices = Indices.Span;
        var features = new float[(long)indices.Length * Data.FeatureLength];
        var labels = new int[Data.Classes > 0 ? indices.Length : 0];
        var targets = new float[Data.Classes > 0 ? 0 : indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            Data.Row(indices[i]).CopyTo(features.AsSpan(i * Data.FeatureLength));
            if (labels.Length > 0)
                labels[i] = Data.Labels[indices[i]];
            else
                targets[i] = Data.Targets[indices[i]];
        }
        return new Dataset(Data.Name, features, Data.FeatureLength, labels, Data.Classes, targets);
    }
}

/// <summary>A training and a test set that belong together.</summary>
/// <param name="Train">Training samples.</param>
/// <param name="Test">Held-out samples.</param>
/// <param name="Source">Where it came from, for people: <c>MNIST (files)</c>, <c>generated digits, seed 1</c>.</param>
public sealed record DataSplit(Dataset Train, Dataset Test, string Source);
