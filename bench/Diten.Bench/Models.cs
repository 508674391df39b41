using Diten.Learning;
using Diten.Learning.Models;

namespace Diten.Bench;

/// <summary>The models that are compared, and by how much the built-in learner is to be faster.</summary>
internal static class Models
{
    public static readonly IReadOnlyList<string> Names = ["lenet5", "mcmahan-cnn"];

    public static ILearner Create(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? LearnerFactory.Create(name)
        : throw new FormatException($"--models has '{name}', expected some of {string.Join(", ", Names)}");

    public static double Target(string name) => name == "lenet5" ? 6 : 1.5;
}
