using Diten.Core.Aggregation;
using Diten.Core.Stations;
using Diten.Grains.Stations;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Mapping;

/// <summary>A station's head between its book and storage.</summary>
internal static class StationHeadMapping
{
    private static readonly RefusalReason[] s_reasons = Enum.GetValues<RefusalReason>();

    /// <summary>The head as it is now; its updates must all have their hashes.</summary>
    public static StoredStation ToStored(this StationBook book, byte[] pageCopies)
    {
        var state = book.State;
        return new StoredStation
        {
            Settings = book.Settings,
            Round = state.Round,
            Phase = (PhaseCode)state.Phase,
            Deadline = state.Deadline,
            ModelVersion = state.ModelVersion,
            Versions = [.. book.Versions],
            PageCopies = pageCopies,
            Buffer = [.. state.Buffer.Select(update => ToStored(update, book.Updates[update.Device]))],
            Refused = Counts(state.Refused),
            RefusedThisRound = Counts(state.RefusedThisRound),
            Resent = state.Resent,
            FinishedRound = book.FinishedRound,
            ToldRound = book.ToldRound,
            StartedAt = book.StartedAt,
            NetworkSeconds = book.NetworkSeconds,
            Releases = [.. book.Releases],
            Scale = [book.Scale.LowerRatio, book.Scale.UpperRatio, book.Scale.Scale],
            MacroModel = book.MacroModel,
            MacroTold = book.MacroTold,
            AggregatedSamples = book.AggregatedSamples,
            AggregatedRound = book.AggregatedRound,
            MacroVersion = book.MacroVersion,
            Untold = book.Untold.ToStored(),
            Withdrawn = [.. book.Withdrawn],
        };
    }

    /// <summary>A book from a head; members, plan and buffer come after it.</summary>
    public static StationBook ToBook(this StoredStation head, string id, float[] model)
    {
        var settings = head.Settings ?? throw new InvalidDataException($"the stored station {id} has no settings");
        var state = new StationState
        {
            Id = id,
            Options = settings.ToOptions(),
            Model = model,
            ModelVersion = head.ModelVersion,
            Round = head.Round,
            Phase = (StationPhase)head.Phase,
            Deadline = head.Deadline,
            Resent = head.Resent,
        };
        Count(head.Refused, state.Refused);
        Count(head.RefusedThisRound, state.RefusedThisRound);
        var book = new StationBook
        {
            Settings = settings,
            State = state,
            FinishedRound = head.FinishedRound,
            ToldRound = head.ToldRound,
            StartedAt = head.StartedAt,
            NetworkSeconds = head.NetworkSeconds,
            MacroModel = head.MacroModel,
            MacroTold = head.MacroTold,
            AggregatedSamples = head.AggregatedSamples,
            AggregatedRound = head.AggregatedRound,
            MacroVersion = head.MacroVersion,
            IsDirty = false,
            WasWritten = true,
        };
        if (head.Scale.Length == 3) book.Scale = new PopulationScale(head.Scale[0], head.Scale[1], head.Scale[2]);
        book.Versions.AddRange(head.Versions);
        book.Releases.AddRange(head.Releases);
        book.Untold.Load(head.Untold);
        book.Withdrawn.UnionWith(head.Withdrawn);
        return book;
    }

    /// <summary>Offers and choice of the open round, for those who are still registered under the epoch with which they offered.</summary>
    public static void Restore(StationBook book, StoredPlan plan)
    {
        var state = book.State;
        for (var i = 0; i < plan.Devices.Length; i++)
        {
            if (!state.Members.TryGetValue(plan.Devices[i], out var member) || member.Epoch != plan.Epochs[i]) continue;
            member.OfferRound = plan.Round;
            member.UpdateWeight = plan.UpdateWeights[i];
            state.Offers++;
        }

        foreach (var i in plan.Chosen)
        {
            if (!state.Members.TryGetValue(plan.Devices[i], out var member) || member.OfferRound != plan.Round) continue;
            member.SelectedRound = plan.Round;
            member.Awaited = true;
            state.Awaited++;
        }

        foreach (var device in book.Withdrawn) BaseStation.Withdraw(state, device);
    }

    /// <summary>An update that was acknowledged: into the buffer, and counted with its member unless the member's page knows it already.</summary>
    public static void Restore(StationBook book, StoredUpdate stored, byte[] bytes)
    {
        var state = book.State;
        state.Buffer.Add(new BufferedUpdate(
            stored.Device, stored.Sequence, stored.Samples, stored.UpdateWeight, stored.Staleness, Interfaces.Models.ParameterBytes.View(bytes)));
        book.Updates[stored.Device] = new UpdateContent
        {
            Device = stored.Device,
            Epoch = stored.Epoch,
            Sequence = stored.Sequence,
            Bytes = bytes,
            Hash = stored.Hash,
            IsStored = true,
            ComputeSeconds = stored.ComputeSeconds,
            TransmitSeconds = stored.TransmitSeconds,
            EnergyJoules = stored.EnergyJoules,
        };
        if (!state.Members.TryGetValue(stored.Device, out var member) || member.Epoch != stored.Epoch) return;
        BaseStation.Withdraw(state, stored.Device);
        if (member.LastUpdate >= stored.Sequence) return;
        member.LastUpdate = stored.Sequence;
        member.LastRound = state.Round;
        member.RoundsTaken++;
        book.Pages.Touch(stored.Device);
    }

    private static StoredUpdate ToStored(BufferedUpdate update, UpdateContent content) => new()
    {
        Device = update.Device,
        Sequence = update.Sequence,
        Samples = update.Samples,
        UpdateWeight = update.UpdateWeight,
        Staleness = update.Staleness,
        Hash = content.Hash ?? throw new InvalidOperationException($"the update of {update.Device} is not in the model store"),
        Bytes = content.Length,
        ComputeSeconds = content.ComputeSeconds,
        TransmitSeconds = content.TransmitSeconds,
        EnergyJoules = content.EnergyJoules,
        Epoch = content.Epoch,
    };

    private static long[] Counts(RefusalCounts counts) => Array.ConvertAll(s_reasons, reason => counts[reason]);

    private static void Count(long[] stored, RefusalCounts counts)
    {
        for (var i = 0; i < stored.Length && i < s_reasons.Length; i++) counts.Add(s_reasons[i], stored[i]);
    }
}
