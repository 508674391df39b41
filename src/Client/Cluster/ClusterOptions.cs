using System.ComponentModel.DataAnnotations;

namespace Diten.Client.Cluster;

/// <summary>How the port looks at a cluster.</summary>
internal sealed record ClusterOptions
{
    /// <summary>What people call the network. Default <c>plant</c>.</summary>
    [Required]
    public string Name { get; init; } = "plant";

    /// <summary>Time for one call, above 0; default 5 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls under way at once for one question, 1 to 1,000; default 32.</summary>
    [Range(1, 1000)]
    public int ParallelCalls { get; init; } = 32;

    /// <summary>Age up to which an answer that is costly to gather (all positions, the network as a whole) is given to others too; default 0.2 s.</summary>
    public TimeSpan Sharing { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Least time between two looks through the index for changed twins while somebody watches; default 2 s. Longer by 1 s for every 5,000 twins.</summary>
    public TimeSpan IndexPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time between two looks for new stations; default 2 s.</summary>
    public TimeSpan StationPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Events kept for watchers who come back, 100 to 10,000,000; default 8,192.</summary>
    [Range(100, 10_000_000)]
    public int Events { get; init; } = 8192;

    /// <summary>Rounds per station kept in short form, 10 to 1,000,000; default 10,000. Older ones are asked for again.</summary>
    [Range(10, 1_000_000)]
    public int Rounds { get; init; } = 10_000;
}
