using Diten.Interfaces.Models;

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

    /// <summary>The same anew, to be changed before it is stored.</summary>
    public StoredTrainer Clone() => (StoredTrainer)MemberwiseClone();
}
