namespace Diten.Core.Stations;

/// <summary>How a station chooses who sends its model (Alg. 1).</summary>
public enum SelectionKind
{
    /// <summary>Everyone who offers: the synchronous scheme.</summary>
    All,

    /// <summary>Those with τ &gt; τ0, with a fixed τ0.</summary>
    Threshold,

    /// <summary>The wanted number with the largest τ: τ0 is set anew each round.</summary>
    Wanted,
}

/// <summary>A selection rule with its parameter.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Tau0">τ0 for <see cref="SelectionKind.Threshold"/>, finite, 0 or more.</param>
/// <param name="Count">Wanted participants for <see cref="SelectionKind.Wanted"/>, 1 or more.</param>
public readonly record struct SelectionRule(SelectionKind Kind, double Tau0, int Count)
{
    /// <summary>Everyone who offers.</summary>
    public static SelectionRule All => default;

    /// <summary>τ &gt; τ0.</summary>
    public static SelectionRule Above(double tau0) => new(SelectionKind.Threshold, tau0, 0);

    /// <summary>The <paramref name="count"/> largest τ, ties by device id.</summary>
    public static SelectionRule Top(int count) => new(SelectionKind.Wanted, 0, count);

    internal void Validate()
    {
        if (Kind == SelectionKind.Threshold && !(double.IsFinite(Tau0) && Tau0 >= 0)) throw new ArgumentException($"tau0 = {Tau0:R} must be finite and 0 or more", nameof(Tau0));
        if (Kind == SelectionKind.Wanted && Count < 1) throw new ArgumentException($"participants = {Count} must be 1 or more", nameof(Count));
    }
}

/// <summary>Who takes the new global model.</summary>
public enum AdoptionRule
{
    /// <summary>Only those who took part; the others go on from their own model (the paper's words).</summary>
    Keep,

    /// <summary>Everyone.</summary>
    Adopt,
}
