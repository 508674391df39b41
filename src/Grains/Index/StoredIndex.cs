namespace Diten.Grains.Index;

/// <summary>Knows who wrote it, so that one can tell one's own write of unknown outcome from another's.</summary>
internal interface IWrittenByActivation
{
    /// <summary>The activation that wrote it.</summary>
    string Writer { get; }
}

/// <summary>Which pages a shard has, in order of ids.</summary>
[GenerateSerializer, Alias("diten.StoredIndexRoot")]
internal sealed class StoredIndexRoot : IWrittenByActivation
{
    /// <summary>Numbers of the pages.</summary>
    [Id(0)] public long[] Pages { get; set; } = [];

    /// <summary>Least id that belongs into each; the first is empty.</summary>
    [Id(1)] public string[] Lows { get; set; } = [];

    /// <summary>Number of the next page.</summary>
    [Id(2)] public long NextPage { get; set; } = 1;

    /// <summary>The activation that wrote it.</summary>
    [Id(3)] public string Writer { get; set; } = "";
}

/// <summary>A page of entries as columns of equal length, in ordinal order of ids.</summary>
[GenerateSerializer, Alias("diten.StoredIndexPage")]
internal sealed class StoredIndexPage : IWrittenByActivation
{
    [Id(0)] public string[] Devices { get; set; } = [];
    [Id(1)] public long[] Revisions { get; set; } = [];

    /// <summary>The stations named in the page.</summary>
    [Id(2)] public string[] Stations { get; set; } = [];

    /// <summary>Index into <see cref="Stations"/>.</summary>
    [Id(3)] public int[] Station { get; set; } = [];

    /// <summary>UTC ticks; −1 for never.</summary>
    [Id(4)] public long[] HeardAt { get; set; } = [];

    /// <summary>Bits: 1 last will, 2 drifting, 4 linked.</summary>
    [Id(5)] public byte[] Flags { get; set; } = [];

    [Id(6)] public double[] X { get; set; } = [];
    [Id(7)] public double[] Y { get; set; } = [];
    [Id(8)] public int[] LastRounds { get; set; } = [];

    /// <summary>The activation that wrote it.</summary>
    [Id(9)] public string Writer { get; set; } = "";
}
