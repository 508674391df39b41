using Diten.Grains.Hosting;
using Diten.Grains.Mapping;
using Diten.Interfaces.Models;
using Orleans.Storage;

namespace Diten.Grains.Stations;

/// <summary>
/// Loads and writes a station. A write happens in three steps of which only the last one counts: content into the model store;
/// pages, plan and rounds beside what is in force; then the head, which names them. A crash in between changes nothing.
/// Whoever loads it signs the head, so that an activation that still runs elsewhere, on a silo that was voted out and does not
/// know it, can write neither the head nor a record of which it does not hold the ETag.
/// </summary>
internal sealed class StationStore(string station, RecordStore records, ModelStore models)
{
    private const string Head = "station";
    private string _writer = "";

    /// <summary>The station as it was last written, taken over from whoever wrote it; null if it was never configured.</summary>
    public async Task<StationBook?> LoadAsync()
    {
        records.Forget();
        records.RequireOwn = RequireOwnAsync;
        _writer = Guid.NewGuid().ToString("N");
        if (await records.ReadAsync<StoredStation>(Head) is not { } head)
        {
            records.MayExist = false;
            return null;
        }

        // Before anything else is read: from here on nobody else can put anything in force.
        head.Writer = _writer;
        await records.WriteAsync(Head, head);
        var pages = head.PageCopies.Select((copy, page) => ReadPageAsync(page, copy)).ToArray();
        var plans = new[] { records.ReadAsync<StoredPlan>(PlanName(0)), records.ReadAsync<StoredPlan>(PlanName(1)) };
        var newest = RoundLog.PageOf(Math.Max(1, head.FinishedRound));
        var rounds = records.ReadAsync<StoredRounds>(RoundLog.PageName(newest));
        var updates = head.Buffer.Select(update => GetAsync(update.Hash, update.Bytes)).ToArray();
        var model = head.Versions[^1];
        var parameters = ParameterBytes.ToFloats(await GetAsync(model.Hash, model.Bytes));

        var book = head.ToBook(station, parameters);
        var copies = head.PageCopies;
        for (var page = 0; page < pages.Length; page++) book.Pages.Load(await pages[page], copies[page], book.State);
        book.Rounds.Load(newest, await rounds, head.FinishedRound);
        var known = (await Task.WhenAll(plans)).Where(plan => plan is not null && plan.Round <= head.Round).OrderByDescending(plan => plan!.Round).ToArray();
        var isOpen = head.Phase is Interfaces.Stations.PhaseCode.Uploading or Interfaces.Stations.PhaseCode.Aggregating;
        // Before the offers are closed, a plan of this round is one whose head was never written.
        book.Plan = Array.Find(known, plan => plan!.Round < head.Round || head.Phase is not Interfaces.Stations.PhaseCode.CollectingOffers);
        book.Before = Array.Find(known, plan => plan != book.Plan && plan!.Round < head.Round && plan.Owner is not null);
        if (isOpen && book.Plan?.Round == head.Round) StationHeadMapping.Restore(book, book.Plan);
        for (var i = 0; i < updates.Length; i++) StationHeadMapping.Restore(book, head.Buffer[i], await updates[i]);
        return book;
    }

    /// <summary>Puts the content that is not in the model store yet; afterwards all of it has its hash.</summary>
    public async Task StoreContentAsync(StationBook book)
    {
        var contents = book.Unstored.ToArray();
        UpdateContent[] updates = [.. book.Updates.Values.Where(update => !update.IsStored)];
        await Task.WhenAll(contents.Select(content => models.PutAsync(content.Bytes, content.Owner, content.Hash)).Concat(updates.Select(update => StoreAsync(book, update))));
        book.Unstored.RemoveAll(content => Array.IndexOf(contents, content) >= 0);
    }

    /// <summary>Whether <see cref="StoreContentAsync"/> has something to do.</summary>
    public static bool HasUnstored(StationBook book) => book.Unstored.Count > 0 || book.Updates.Values.Any(update => !update.IsStored);

    /// <summary>Writes the station as it is at the time of the call. All content must be stored.</summary>
    public async Task WriteAsync(StationBook book)
    {
        var pages = book.Pages.TakeDirty();
        byte[] copies = [.. book.Pages.Copies];
        foreach (var page in pages) copies[page] = (byte)(1 - copies[page]);
        var (roundPages, rows) = book.Rounds.TakeDirty();
        var plan = book.PlanDirty ? book.Plan : null;
        book.PlanDirty = false;
        book.IsDirty = false;
        var head = book.ToStored(copies);
        head.Writer = _writer;
        try
        {
            var writes = new List<Task>();
            foreach (var page in pages) writes.Add(records.WriteAsync(PageName(page, copies[page]), book.Pages.Page(page, book.State)));
            foreach (var (page, value) in roundPages) writes.Add(records.WriteAsync(RoundLog.PageName(page), value));
            foreach (var (round, value) in rows) writes.Add(records.WriteAsync(RoundLog.RowsName(round), value));
            if (plan is not null) writes.Add(records.WriteAsync(PlanName(plan.Round), plan));
            await Task.WhenAll(writes);
            await records.WriteAsync(Head, head);
        }
        catch
        {
            // For those who go on with this book (the mode Batched): it is all still to be written, over whatever is there.
            records.Forget();
            book.Pages.MarkDirty(pages);
            book.Rounds.MarkDirty(roundPages.Select(page => page.Page), rows.Select(row => row.Round));
            book.PlanDirty |= plan is not null;
            book.IsDirty = true;
            throw;
        }

        foreach (var page in pages) book.Pages.Copies[page] = copies[page];
        book.Rounds.Trim(book.FinishedRound, book.ToldRound);
    }

    /// <summary>A page of rounds that is not held.</summary>
    public Task<StoredRounds?> ReadRoundsAsync(int page) => records.PeekAsync<StoredRounds>(RoundLog.PageName(page));

    /// <summary>Device rows that are not held; null if they are not kept any more.</summary>
    public async Task<StoredRows?> ReadRowsAsync(int round) => await records.PeekAsync<StoredRows>(RoundLog.RowsName(round)) is { } rows && rows.Round == round ? rows : null;

    private async Task RequireOwnAsync()
    {
        if (await records.PeekAsync<StoredStation>(Head) is { } head && head.Writer != _writer)
            throw new InconsistentStateException($"station '{station}' has been taken over by another activation");
    }

    private static string PageName(int page, byte copy) => $"members/{page}/{(copy == 0 ? "a" : "b")}";

    private static string PlanName(int round) => $"plan/{round % 2}";

    private async Task<StoredMembers> ReadPageAsync(int page, byte copy)
    {
        // Both copies are read, so that both ETags are known and another activation's writes make ours fail.
        var other = records.ReadAsync<StoredMembers>(PageName(page, (byte)(1 - copy)));
        var current = await records.ReadAsync<StoredMembers>(PageName(page, copy));
        await other;
        return current ?? throw new InvalidDataException($"page {page} of the members of {station} is not stored");
    }

    private async Task<byte[]> GetAsync(string hash, long bytes) =>
        await models.GetAsync(hash, bytes) ?? throw new InvalidDataException($"model {hash} of {station} is not in the model store");

    private async Task StoreAsync(StationBook book, UpdateContent update)
    {
        update.Hash ??= await Task.Run(() => ParameterBytes.HashOf(update.Bytes));
        var owner = book.OwnerOf(update.Device, update.Sequence);
        if (!update.IsThere || !await models.RetainAsync(update.Hash, update.Length, owner)) await models.PutAsync(update.Bytes, owner, update.Hash);
        update.IsStored = true;
        if (update.IsGone) book.Releases.Add(new StoredRelease(update.Hash, update.Length, owner));
    }
}
