namespace Diten.Learning.Allocation;

/// <summary>A network that allots subcarriers, and learns to from examples.</summary>
public interface IPolicyNetwork
{
    /// <summary>Its kind and sizes, for example <c>pairs-12-16-16-1</c>: parameters of another shape do not fit.</summary>
    string Shape { get; }

    /// <summary>All parameters; training changes them in place.</summary>
    float[] Parameters { get; }

    /// <summary>Begins a training: the optimiser that takes its steps.</summary>
    IPolicyOptimizer Optimizer() => new AdamOptimizer(Parameters.Length);

    /// <summary>Makes an example of a state and the policy to learn in it.</summary>
    /// <param name="state">State.</param>
    /// <param name="owner">Owner (device, −1 for none) per subcarrier; length C0.</param>
    /// <returns>Null where there is nothing to learn: a device has no rate anywhere.</returns>
    IPolicyExample? Prepare(AllocationState state, int[] owner);

    /// <summary>The policy, projected onto feasible allocations.</summary>
    /// <param name="state">State.</param>
    /// <returns>Owner per subcarrier, each device with at least one; null if the projection found none in which everyone has a rate.</returns>
    int[]? Decide(AllocationState state);
}

/// <summary>A state with the policy to learn in it, ready for its network.</summary>
public interface IPolicyExample
{
    /// <summary>The loss at the network's parameters, and its gradient. Safe to call for several examples at once.</summary>
    /// <param name="gradient">Receives the gradient; as long as the parameters.</param>
    /// <returns>Cross-entropy per subcarrier, nat.</returns>
    double Gradient(Span<float> gradient);
}
