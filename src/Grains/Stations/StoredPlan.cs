namespace Diten.Grains.Stations;

/// <summary>Who offered in a round, who was chosen, and the allocation; written when the offers are closed.</summary>
[GenerateSerializer, Alias("diten.StoredPlan")]
internal sealed record StoredPlan
{
    /// <summary>t.</summary>
    [Id(0)] public int Round { get; init; }

    /// <summary>Devices that offered, in ordinal order.</summary>
    [Id(1)] public string[] Devices { get; init; } = [];

    [Id(2)] public int[] Epochs { get; init; } = [];

    [Id(3)] public double[] UpdateWeights { get; init; } = [];

    [Id(4)] public double[] Frequencies { get; init; } = [];

    [Id(5)] public double[] Samples { get; init; } = [];

    /// <summary>t − t_l.</summary>
    [Id(6)] public int[] Staleness { get; init; } = [];

    /// <summary>Mean rate on one subcarrier, bit/s; 0 if not known.</summary>
    [Id(7)] public double[] Rates { get; init; } = [];

    /// <summary>Indices of the chosen, ascending.</summary>
    [Id(8)] public int[] Chosen { get; init; } = [];

    /// <summary>Rate on one subcarrier of each block, bit/s, chosen × blocks; empty after a restart without it.</summary>
    [Id(9)] public double[] BlockRates { get; init; } = [];

    /// <summary>Index into the chosen per subcarrier, −1 where unused; null before the allocation.</summary>
    [Id(10)] public int[]? Owner { get; init; }

    /// <summary>Rate on its subcarriers for each of the chosen, bit/s.</summary>
    [Id(11)] public double[] GrantedRates { get; init; } = [];

    [Id(12)] public double MakespanSeconds { get; init; }

    [Id(13)] public double Psi { get; init; }

    [Id(14)] public double LowerBoundSeconds { get; init; }

    [Id(15)] public double DecisionSeconds { get; init; }

    /// <summary>E_cmp, J, as told with the offers.</summary>
    [Id(16)] public double[] ComputeJoules { get; init; } = [];
}
