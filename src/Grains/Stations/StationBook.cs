using Diten.Core.Aggregation;
using Diten.Core.Stations;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>
/// All that a configured station knows while it is active: Core's state machine and what surrounds it. It is thrown away and
/// loaded anew when a write has failed, so that it never runs ahead of what is stored (in the mode Acknowledged).
/// </summary>
internal sealed class StationBook
{
    /// <summary>Versions of the global model that are kept.</summary>
    public const int KeptVersions = 4;

    public required StationSettingsMessage Settings { get; init; }

    public required StationState State { get; init; }

    public MemberPages Pages { get; } = new();

    /// <summary>Versions kept, oldest first; the last one is w_g.</summary>
    public List<ModelReferenceMessage> Versions { get; } = [];

    /// <summary>Updates of the open round, by device; as long as the buffer of the state.</summary>
    public Dictionary<string, UpdateContent> Updates { get; } = new(StringComparer.Ordinal);

    /// <summary>Models of which the store does not have a durable copy yet.</summary>
    public List<ModelContent> Unstored { get; } = [];

    /// <summary>Content to be released once the head that does not name it any more is stored.</summary>
    public List<StoredRelease> Releases { get; } = [];

    /// <summary>Rate on one subcarrier per block, bit/s, as offered in the open round.</summary>
    public Dictionary<string, double[]> OfferedRates { get; } = new(StringComparer.Ordinal);

    /// <summary>E_cmp of those who have offered, J.</summary>
    public Dictionary<string, double> OfferedJoules { get; } = new(StringComparer.Ordinal);

    /// <summary>Who offered and who was chosen; of the open round, or of the last one until the next is closed.</summary>
    public StoredPlan? Plan { get; set; }

    /// <summary>The last plan with an allocation, of an earlier round than <see cref="Plan"/>: θ_(t−1).</summary>
    public StoredPlan? Before { get; set; }

    public bool PlanDirty { get; set; }

    public RoundLog Rounds { get; } = new();

    public PopulationScale Scale { get; set; } = new(0, double.MaxValue, 1);

    public DateTimeOffset StartedAt { get; set; }

    public int FinishedRound { get; set; }

    /// <summary>Last finished round of which everyone has been told who is not behind.</summary>
    public int ToldRound { get; set; }

    /// <summary>Those who are behind.</summary>
    public UntoldReceivers Untold { get; } = new();

    /// <summary>Chosen devices that are not waited for in the open round any more.</summary>
    public HashSet<string> Withdrawn { get; } = new(StringComparer.Ordinal);

    public double NetworkSeconds { get; set; }

    public ModelReferenceMessage? MacroModel { get; set; }

    public int MacroTold { get; set; }

    /// <summary>Last own round with an aggregate; 0 for none.</summary>
    public int AggregatedRound { get; set; }

    /// <summary>Samples behind the aggregates since the last macro model.</summary>
    public double AggregatedSamples { get; set; }

    /// <summary>Newest version of the macro model that was taken.</summary>
    public int MacroVersion { get; set; }

    /// <summary>Whether it is time to send the newest aggregate to the macro base station.</summary>
    public bool IsMacroDue => AggregatedRound - MacroTold >= Settings.MacroEvery && AggregatedSamples > 0;

    /// <summary>Whether something changed since the last write.</summary>
    public bool IsDirty { get; set; } = true;

    /// <summary>Whether the store has this station at all.</summary>
    public bool WasWritten { get; set; }

    /// <summary>The newest version.</summary>
    public ModelReferenceMessage Model => Versions[^1];

    /// <summary>Owner of a version in the model store.</summary>
    public string OwnerOf(int version) => $"{State.Id}/m/{version}";

    /// <summary>Owner of a macro model that waits.</summary>
    public string OwnerOfMacro(int version) => $"{State.Id}/macro/{version}";

    /// <summary>Owner of an update in the model store; each update has its own, so that a late release never meets a newer one.</summary>
    public string OwnerOf(string device, long sequence) => $"{State.Id}/u/{device}/{sequence}";

    /// <summary>Notes a new version; the oldest goes when there are more than are kept.</summary>
    public void AddVersion(ModelReferenceMessage model, byte[]? bytes)
    {
        Versions.Add(model);
        if (bytes is not null) Unstored.Add(new ModelContent(model.Hash, bytes, OwnerOf(model.Version)));
        if (Versions.Count <= KeptVersions) return;
        var old = Versions[0];
        Versions.RemoveAt(0);
        Release(old.Hash, old.Bytes, OwnerOf(old.Version));
    }

    /// <summary>Enters a round that is over, and forgets its updates.</summary>
    public void Finish(RoundMessage round, RoundOutcome outcome)
    {
        foreach (var update in outcome.Updates) Pages.Touch(update.Device);
        foreach (var update in Updates.Values) ReleaseUpdate(update);
        Updates.Clear();
        Withdrawn.Clear();
        Rounds.Add(round);
        FinishedRound = round.Round;
        NetworkSeconds = round.StartSeconds + round.DurationSeconds;
        if (outcome.Aggregation is not null) (AggregatedRound, AggregatedSamples) = (round.Round, AggregatedSamples + round.Samples);
    }

    /// <summary>Gives up an update's content. What was never put into the store has nothing to be released there.</summary>
    public void ReleaseUpdate(UpdateContent update)
    {
        update.IsGone = true;
        if (update.IsStored) Release(update.Hash!, update.Length, OwnerOf(update.Device, update.Sequence));
    }

    private void Release(string hash, long bytes, string owner)
    {
        Unstored.RemoveAll(content => content.Owner == owner);
        Releases.Add(new StoredRelease(hash, bytes, owner));
    }
}

/// <summary>Parameters on their way into the model store.</summary>
internal sealed record ModelContent(string Hash, byte[] Bytes, string Owner);

/// <summary>An update's content and what the device told of it.</summary>
internal sealed class UpdateContent
{
    public required string Device { get; init; }

    public required int Epoch { get; init; }

    public required long Sequence { get; init; }

    /// <summary>The bytes; shared with the state machine's buffer, never written to.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>SHA-256; null until it is needed.</summary>
    public string? Hash { get; set; }

    /// <summary>Whether the device has put it into the store, so that it only needs an owner more.</summary>
    public bool IsThere { get; init; }

    /// <summary>Whether the store has it durably for this station.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether nobody needs it any more; what is on its way into the store then goes out again.</summary>
    public bool IsGone { get; set; }

    public long Length => Bytes.LongLength;

    public double ComputeSeconds { get; init; }

    public double TransmitSeconds { get; init; }

    public double EnergyJoules { get; init; }
}
