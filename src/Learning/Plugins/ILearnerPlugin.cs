using Diten.Learning.Allocation;
using Diten.Learning.Models;

namespace Diten.Learning.Plugins;

/// <summary>A learner that is not part of the program: the one public class of a plug-in that implements this, with a constructor without parameters.</summary>
public interface ILearnerPlugin
{
    /// <summary>A learner for a described model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="LearnerException">Something is missing on this machine; the message says what to do.</exception>
    ILearner Create(ModelDescription model, string device);

    /// <summary>A learner for a model of the user's own.</summary>
    /// <param name="file">The file that holds it.</param>
    /// <param name="like">What the model must take, give and minimise as well.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="LearnerException">The file cannot be used, or something is missing on this machine; the message says what to do.</exception>
    ILearner Open(string file, ModelDescription like, string device);

    /// <summary>The allocator's network with the same parameters and decisions, whose losses, gradients and steps the plug-in computes.</summary>
    /// <param name="network">A <see cref="PairNetwork"/> or an <see cref="MlpPolicy"/>; training changes its parameters.</param>
    /// <param name="device"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="ArgumentException">A network of another kind.</exception>
    /// <exception cref="LearnerException">Something is missing on this machine; the message says what to do.</exception>
    IPolicyNetwork Policy(IPolicyNetwork network, string device);
}
