namespace Diten.Core.Stations;

/// <summary>Chooses participants by their τ (Alg. 1).</summary>
public static class Selection
{
    /// <summary>The threshold τ0 under which the <paramref name="wanted"/> largest τ take part: the largest τ left out, 0 if nobody is.</summary>
    /// <param name="weights">τ of those who offer, finite.</param>
    /// <param name="wanted">Wanted participants, 1 or more.</param>
    public static double ThresholdFor(ReadOnlySpan<double> weights, int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        if (wanted >= weights.Length) return 0;
        var sorted = weights.ToArray();
        Array.Sort(sorted);
        return sorted[^(wanted + 1)];
    }

    /// <summary>Chosen members in ordinal order of their ids, and τ0; at most so many of them, those with the largest τ.</summary>
    internal static (StationMember[] Selected, double Threshold) Choose(List<StationMember> offered, SelectionRule rule, int? most = null)
    {
        if (most < (rule.Kind == SelectionKind.Wanted ? Math.Min(rule.Count, offered.Count) : offered.Count))
        {
            if (rule.Kind == SelectionKind.Threshold) offered.RemoveAll(m => m.UpdateWeight <= rule.Tau0);
            // Fewer above τ0 than the most: everyone who is left.
            if (offered.Count <= most && rule.Kind == SelectionKind.Threshold) return Choose(offered, rule);
            rule = SelectionRule.Top(most.Value);
        }

        var threshold = 0.0;
        StationMember[] selected;
        switch (rule.Kind)
        {
            case SelectionKind.Threshold:
                threshold = rule.Tau0;
                selected = [.. offered.Where(m => m.UpdateWeight > threshold)];
                break;
            case SelectionKind.Wanted when rule.Count < offered.Count:
                offered.Sort(static (a, b) => b.UpdateWeight.CompareTo(a.UpdateWeight) is var c and not 0 ? c : string.CompareOrdinal(a.Id, b.Id));
                threshold = offered[rule.Count].UpdateWeight;
                selected = [.. offered.Take(rule.Count)];
                break;
            default:
                selected = [.. offered];
                break;
        }

        Array.Sort(selected, static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return (selected, threshold);
    }
}
