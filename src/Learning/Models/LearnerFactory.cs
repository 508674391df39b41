using Diten.Learning.Data;
using Diten.Learning.LeNet;

namespace Diten.Learning.Models;

/// <summary>The built-in learners by their names on the command line.</summary>
public static class LearnerFactory
{
    /// <summary>Cycles in a window of the remaining-useful-life model.</summary>
    public const int RulWindow = 30;

    private const int ImagePixels = 28 * 28;
    private const int Digits = 10;

    /// <summary>Names that <see cref="Create(string, int, int)"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["softmax", "mlp", "lenet5", "mcmahan-cnn", "rul-cnn"];

    /// <summary>Creates the learner that fits a data set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="data">Gives the values per sample and the classes.</param>
    /// <exception cref="ArgumentException">No such name, or the model does not take such data.</exception>
    public static ILearner Create(string name, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Create(name, data.FeatureLength, data.Classes);
    }

    /// <summary>Creates a learner.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="features">Values per sample: 784 for the image models, sensors × <see cref="RulWindow"/> for <c>rul-cnn</c>.</param>
    /// <param name="classes">Classes; 0 for regression.</param>
    /// <exception cref="ArgumentException">No such name, or the model does not take such data.</exception>
    public static ILearner Create(string name, int features = ImagePixels, int classes = Digits)
    {
        var model = Describe(name, features, classes);
        return model == BuiltInModels.LeNet5 ? new LeNet5Learner() : new NetworkLearner(model);
    }

    /// <summary>The description of a named model; the arguments are those of <see cref="Create(string, int, int)"/>.</summary>
    /// <exception cref="ArgumentException">No such name, or the model does not take such data.</exception>
    public static ModelDescription Describe(string name, int features = ImagePixels, int classes = Digits)
    {
        switch (name)
        {
            case "softmax":
                Classes(name, classes);
                return BuiltInModels.Softmax(features, classes);
            case "mlp":
                Classes(name, classes);
                return BuiltInModels.Mlp(features, classes);
            case "lenet5":
                Image(name, features, classes);
                return BuiltInModels.LeNet5;
            case "mcmahan-cnn":
                Image(name, features, classes);
                return BuiltInModels.McMahanCnn;
            case "rul-cnn":
                if (features < RulWindow || features % RulWindow != 0)
                    throw new ArgumentException($"model 'rul-cnn' takes sensors × {RulWindow} values per sample, got {features}", nameof(features));
                return BuiltInModels.RulCnn(features / RulWindow, RulWindow);
            default:
                throw new ArgumentException($"no model '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        }
    }

    private static void Classes(string name, int classes)
    {
        if (classes < 2)
            throw new ArgumentException($"model '{name}' predicts classes: 2 or more, got {classes}", nameof(classes));
    }

    private static void Image(string name, int features, int classes)
    {
        if (features != ImagePixels || classes is < 2 or > Digits)
            throw new ArgumentException($"model '{name}' takes {ImagePixels} values (28 × 28) and 2..{Digits} classes, got {features} and {classes}", nameof(features));
    }
}
