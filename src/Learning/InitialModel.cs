using Diten.Core.Randomness;

namespace Diten.Learning;

/// <summary>The first global model of a network: the same for one seed, whether it is simulated or runs on a cluster.</summary>
public static class InitialModel
{
    /// <summary>The purpose under which its seed is drawn; no other draw has it.</summary>
    public const int Purpose = 12;

    /// <summary>P parameters.</summary>
    /// <param name="learner">Whose model.</param>
    /// <param name="seed">The network's seed.</param>
    public static float[] Of(ILearner learner, int seed)
    {
        ArgumentNullException.ThrowIfNull(learner);
        var model = new float[learner.ParameterCount];
        learner.Initialize(KeyedBits.Seed(seed, Purpose, 0, 0), model);
        return model;
    }
}
