using Diten.Core.Stations;
using Diten.Core.Telemetry;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

/// <summary>
/// The macro base station (Eq. 18, 19). After every <see cref="StationSettingsMessage.MacroEvery"/> rounds with participants the
/// newest aggregate goes up; what comes back becomes the station's model before its next round. Neither waits for the other.
/// </summary>
internal sealed partial class StationGrain
{
    private static readonly TimeSpan s_macroPause = TimeSpan.FromSeconds(1);
    private bool _isSending;

    public async Task TakeModelAsync(ModelReferenceMessage model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (await OpenAsync() is not { } book || model.Version <= book.MacroVersion) return;
        var owner = book.OwnerOfMacro(model.Version);
        if (!await Models.RetainAsync(model.Hash, model.Bytes, owner)) return;
        if (!Holds(book)) throw new OrleansException($"station {Id} was loaded anew; tell it again");
        if (model.Version <= book.MacroVersion) return;
        if (book.MacroModel is { } older) book.Releases.Add(new StoredRelease(older.Hash, older.Bytes, book.OwnerOfMacro(older.Version)));
        (book.MacroModel, book.MacroVersion) = (model, model.Version);
        await StoredAsync(book);
        Poke();
    }

    /// <summary>Makes the macro model that waits the station's own; between two rounds.</summary>
    private async Task<bool> AdoptMacroAsync(StationBook book)
    {
        var macro = book.MacroModel!;
        var bytes = await FetchAsync(macro.Hash, macro.Bytes);
        if (!Holds(book) || book.MacroModel != macro) return false;
        var version = book.State.ModelVersion + 1;
        var owner = book.OwnerOf(version);
        var isKept = bytes is not null && await Models.RetainAsync(macro.Hash, macro.Bytes, owner);
        if (!Holds(book) || book.MacroModel != macro) return false;
        if (isKept)
        {
            BaseStation.ReplaceModel(book.State, ParameterBytes.ToFloats(bytes));
            book.AddVersion(macro with { Version = version }, bytes: null);
            book.AggregatedSamples = 0;
            LogMacroModel(Log, Id, macro.Version, version);
        }

        book.MacroModel = null;
        book.Releases.Add(new StoredRelease(macro.Hash, macro.Bytes, book.OwnerOfMacro(macro.Version)));
        return true;
    }

    /// <summary>Begins to send the newest aggregate up, if it is time to; it goes on beside the requests.</summary>
    private void SendToMacro()
    {
        if (!_isSending) SendToMacroAsync().Ignore();
    }

    private async Task SendToMacroAsync()
    {
        _isSending = true;
        try
        {
            while (await OpenAsync() is { Settings.Macro: { } macro } book && Holds(book) && book.IsMacroDue)
            {
                var round = book.AggregatedRound;
                using var activity = Telemetry.Begin(Activities.Uplink, round);
                try
                {
                    var reply = await GrainFactory.GetGrain<IMacroStationGrain>(macro).ReceiveAsync(new MacroUploadMessage
                    {
                        Station = Id,
                        StationRound = round,
                        Samples = book.AggregatedSamples,
                        Model = book.Model,
                    });
                    if (!Holds(book)) return;
                    // What is refused for good is not sent again: the next aggregate is a new one.
                    var isRefused = reply.Code == UploadCode.Refused;
                    if (isRefused) LogMacroRefused(Log, Id, macro, round, reply.Reason);
                    if (isRefused && reply.Reason == RefusalCounts.NameOf(RefusalReason.UnknownDevice)) await GrainFactory.GetGrain<IMacroStationGrain>(macro).JoinAsync(Id, book.Settings);
                    else if (!isRefused || reply.Reason != RefusalCounts.NameOf(RefusalReason.Closed)) book.MacroTold = round;
                    book.IsDirty = true;
                }
                catch (Exception failure) when (failure is not OutOfMemoryException)
                {
                    LogMacroNotReached(Log, failure, Id, round, macro);
                }

                if (book.MacroTold != round) await Task.Delay(s_macroPause, Time);
            }
        }
        finally
        {
            _isSending = false;
        }
    }
}
