namespace Diten.Grains.Stations;

/// <summary>A page of a station's members, and of devices that left and are still remembered, as columns of equal length.</summary>
[GenerateSerializer, Alias("diten.StoredMembers")]
internal sealed class StoredMembers
{
    /// <summary>Device ids; null in a free place.</summary>
    [Id(0)] public string?[] Devices { get; set; } = [];

    /// <summary>Registration epoch; of those who left, the one under which they left.</summary>
    [Id(1)] public int[] Epochs { get; set; } = [];

    [Id(2)] public double[] Samples { get; set; } = [];

    /// <summary>t_l; of those who left, t − t_l on their ticket.</summary>
    [Id(3)] public int[] LastRounds { get; set; } = [];

    [Id(4)] public long[] LastUpdates { get; set; } = [];

    [Id(5)] public int[] RoundsTaken { get; set; } = [];

    [Id(6)] public double[] Frequencies { get; set; } = [];

    [Id(7)] public double[] Rates { get; set; } = [];

    /// <summary>t at which the device left; −1 for members.</summary>
    [Id(8)] public int[] LeftAt { get; set; } = [];

    /// <summary>Whether the member is away; empty where none is.</summary>
    [Id(9)] public bool[] Away { get; set; } = [];
}
