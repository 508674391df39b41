namespace Diten.Interfaces.Allocation;

/// <summary>
/// Deals out subcarriers off the station's thread; a stateless worker on every silo, key 0. The DNN's inference and its
/// retraining run here, never on a grain's own scheduler.
/// </summary>
[Alias("diten.IAllocatorGrain")]
public interface IAllocatorGrain : IGrainWithIntegerKey
{
    /// <summary>Solves one problem.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    [Alias("Allocate")]
    Task<AllocationAnswerMessage> AllocateAsync(AllocationProblemMessage problem);
}

/// <summary>An allocation problem, rates by coherence block.</summary>
[GenerateSerializer, Immutable, Alias("diten.AllocationProblem")]
public sealed record AllocationProblemMessage
{
    /// <summary>Allocator by name.</summary>
    [Id(0)] public required string Allocator { get; init; }

    /// <summary>T_cmp per participant, s; length N.</summary>
    [Id(1)] public required double[] ComputeSeconds { get; init; }

    /// <summary>L_w, bit.</summary>
    [Id(2)] public required double ModelBits { get; init; }

    /// <summary>Rate on one subcarrier of each block, bit/s, row-major N × blocks.</summary>
    [Id(3)] public required double[] BlockRates { get; init; }

    /// <summary>C0.</summary>
    [Id(4)] public required int Subcarriers { get; init; }

    /// <summary>Subcarriers in a block.</summary>
    [Id(5)] public required int BlockSubcarriers { get; init; }

    /// <summary>θ_(t−1): owner per subcarrier as an index of a participant, −1 for none; null before the first.</summary>
    [Id(6)] public int[]? Previous { get; init; }

    /// <summary>Seed of this decision.</summary>
    [Id(7)] public long Seed { get; init; }

    /// <summary>Name of the network that is trained with it, for <c>dnn-adaptive</c>: the station's id.</summary>
    [Id(8)] public string Network { get; init; } = "";
}

/// <summary>An allocation with its certificate.</summary>
[GenerateSerializer, Immutable, Alias("diten.AllocationAnswer")]
public sealed record AllocationAnswerMessage
{
    /// <summary>Index of the owner per subcarrier, −1 where unused; length C0.</summary>
    [Id(0)] public required int[] Owner { get; init; }

    /// <summary>r_i over its subcarriers, bit/s; length N.</summary>
    [Id(1)] public required double[] Rates { get; init; }

    /// <summary>max T_i, s.</summary>
    [Id(2)] public required double MakespanSeconds { get; init; }

    /// <summary>Ψ (Eq. 36), s².</summary>
    [Id(3)] public required double Psi { get; init; }

    /// <summary>Certified lower bound on the makespan, s.</summary>
    [Id(4)] public required double LowerBoundSeconds { get; init; }

    /// <summary>Time the decision took, s.</summary>
    [Id(5)] public required double DecisionSeconds { get; init; }
}
