using Diten.Interfaces.Models;
using Diten.Learning.Allocation;

namespace Diten.Grains.Allocation;

/// <summary>A trainer as it is stored: its network, what it remembers, and where it stands between two trainings.</summary>
[GenerateSerializer, Alias("diten.StoredTrainer")]
internal sealed class StoredTrainer
{
    /// <summary>The newest network; null while the built-in one is in use.</summary>
    [Id(0)] public ModelReferenceMessage? Newest { get; set; }

    /// <summary>Files of remembered states in the model store, from the oldest to the newest; the version of each is the number of the state after its last one.</summary>
    [Id(1)] public ModelReferenceMessage[] Remembered { get; set; } = [];

    /// <summary>Number of the oldest state that is remembered.</summary>
    [Id(2)] public long Oldest { get; set; }

    /// <summary>States met since the last training.</summary>
    [Id(3)] public int Since { get; set; }

    /// <summary>States from one training to the next; 0: as from the beginning.</summary>
    [Id(4)] public int Due { get; set; }

    /// <summary>Whether the gap has drifted since the last training.</summary>
    [Id(5)] public bool IsDrifted { get; set; }

    /// <summary>What its drift detector has seen; null: nothing, or stored by a version that did not keep it.</summary>
    [Id(6)] public StoredDrift? Drift { get; set; }

    /// <summary>The same anew, to be changed before it is stored.</summary>
    public StoredTrainer Clone() => (StoredTrainer)MemberwiseClone();
}

/// <summary>What a drift detector has seen.</summary>
/// <param name="Last">The last gaps, from the oldest to the newest.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Seen">Gaps seen.</param>
/// <param name="Usual">The usual mean; 0 while there is none.</param>
[GenerateSerializer, Immutable, Alias("diten.StoredDrift")]
internal sealed record StoredDrift([property: Id(0)] double[] Last, [property: Id(1)] double Sum, [property: Id(2)] int Seen, [property: Id(3)] double Usual)
{
    public static StoredDrift Of(DriftMemory memory) => new([.. memory.Last], memory.Sum, memory.Seen, double.IsNaN(memory.Usual) ? 0 : memory.Usual);

    public DriftMemory ToMemory() => new(Last ?? [], Sum, Seen, Usual);
}
