using Diten.Learning;
using Diten.Learning.LeNet;

namespace Diten.Bench;

/// <summary>The models that are compared, and by how much the built-in learner is to be faster.</summary>
internal static class Models
{
    public static readonly IReadOnlyList<string> Names = ["lenet5"];

    public static ILearner Create(string name) => name switch
    {
        "lenet5" => new LeNet5Learner(),
        _ => throw new FormatException($"--models has '{name}', expected some of {string.Join(", ", Names)}"),
    };

    public static double Target(string name) => name == "lenet5" ? 6 : 1.5;
}
