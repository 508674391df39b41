namespace Diten.Learning.Models.Stages;

/// <summary>
/// One step of a compiled network: a layer, or a layer with the ReLU and the pooling that follow it. It owns its
/// parameters in the layout its kernels want. The gradients that it passes down carry the factor −η/B already, so that
/// an update is an addition.
/// </summary>
internal abstract class Stage(Activation input, Activation output)
{
    /// <summary>Where it reads.</summary>
    public Activation Input { get; } = input;

    /// <summary>Where it writes.</summary>
    public Activation Output { get; } = output;

    /// <summary>Its share of the flat parameters.</summary>
    public virtual int ParameterCount => 0;

    /// <summary>Takes parameters from the contract's layout.</summary>
    public virtual void Load(ReadOnlySpan<float> parameters)
    {
    }

    /// <summary>Gives them back.</summary>
    public virtual void Store(Span<float> parameters)
    {
    }

    /// <summary>Output values from input values.</summary>
    public abstract void Forward(int batch);

    /// <summary>Input gradient (where one is wanted) from output gradient, and the own gradient: added to the parameters at once, or kept.</summary>
    /// <param name="batch">Samples.</param>
    /// <param name="decay">1 − ημ, factor of the old parameters.</param>
    /// <param name="apply">True: parameters = decay · parameters + gradient. False: sum the gradient for <see cref="Apply"/>.</param>
    public abstract void Backward(int batch, float decay, bool apply);

    /// <summary>parameters = decay · parameters + the summed gradient; the sum starts anew.</summary>
    public virtual void Apply(float decay)
    {
    }
}
