using Diten.Core.Stations;
using Diten.Grains.Mapping;
using Diten.Grains.Placement;
using Diten.Interfaces.Models;
using Diten.Interfaces.Network;
using Diten.Interfaces.Stations;
using Orleans.Concurrency;

namespace Diten.Grains.Stations;

/// <summary>
/// The macro base station: a round begins with the first aggregate that arrives, and ends when all base stations that have
/// joined have sent or its deadline has passed; a newer aggregate of a base station takes the place of the one that waits. Its
/// model is given back beside the requests, so that neither side ever waits for the other.
/// </summary>
[Reentrant, StationPlacement]
internal sealed partial class MacroStationGrain(StationEnvironment environment, StationPresence presence) : StationHost(environment, presence), IMacroStationGrain
{
    /// <summary>The epoch of every base station: one is never handed over.</summary>
    private const int Epoch = 1;

    public async Task JoinAsync(string station, StationSettingsMessage settings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(station);
        ArgumentNullException.ThrowIfNull(settings);
        if (await OpenAsync() is null)
        {
            var book = await BeginBookAsync(settings.ForMacro());
            if (await OpenAsync() is null)
            {
                await CreateAsync(book);
                LogSetUp(Log, Id, settings.Model, settings.Parameters);
            }
        }

        var joined = await OpenAsync() ?? throw new OrleansException($"{Id} could not be set up");
        if (joined.Settings.Parameters != settings.Parameters || joined.Settings.Model != settings.Model || joined.Settings.Tensors != settings.Tensors)
            throw new ArgumentException($"model = {settings.ModelText()}, {Id} has {joined.Settings.ModelText()}", nameof(settings));
        // D_m is what comes with each aggregate; until then it weighs as little as a device can.
        if (!joined.State.Members.ContainsKey(station)) BaseStation.Register(joined.State, new Registration(station, Epoch, Samples: 1));
        joined.Pages.Touch(station);
        await WrittenAsync(joined);
        await KeepAliveAsync();
        await GrainFactory.GetGrain<INetworkGrain>(0).AddStationAsync(Id, isMacro: true);
    }

    public async Task<UploadReply> ReceiveAsync(MacroUploadMessage upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        if (await OpenAsync() is not { } book) return Refused(RefusalReason.UnknownDevice);
        if (!double.IsFinite(upload.Samples) || upload.Samples <= 0) return Refused(RefusalReason.NotFinite);
        byte[]? bytes = null;
        if (!IsResend(book, upload))
        {
            bytes = await FetchAsync(upload.Model.Hash, upload.Model.Bytes);
            if (!Holds(book)) throw new OrleansException($"{Id} was loaded anew; send again");
            if (bytes is null) return StationUploads.Reply(BaseStation.RefuseUpload(book.State, RefusalReason.Damaged));
        }

        if (book.State.Phase is StationPhase.Idle or StationPhase.Aggregated) Open(book);
        var old = book.Updates.GetValueOrDefault(upload.Station);
        var update = new DeviceUpdate(upload.Station, Epoch, book.State.Round, upload.StationRound, book.State.ModelVersion, StationUploads.View(bytes));
        var outcome = MacroStation.Receive(book.State, update, upload.Samples, Now);
        if (outcome.Status == UploadStatus.Refused) return StationUploads.Reply(outcome);
        if (outcome.Status == UploadStatus.Accepted)
        {
            if (old is not null) book.ReleaseUpdate(old);
            book.Updates[upload.Station] = new UpdateContent
            {
                Device = upload.Station,
                Epoch = Epoch,
                Sequence = upload.StationRound,
                Bytes = bytes!,
                Hash = upload.Model.Hash,
                IsThere = true,
                TransmitSeconds = StationUploads.Told(upload.TransmitSeconds),
            };
            book.Pages.Touch(upload.Station);
            Telemetry.Link();
        }

        await StoredAsync(book);
        Poke();
        return StationUploads.Reply(outcome);
    }

    protected override IReadOnlyList<(string Receiver, Func<Task> Tell)> ReceiversOf(StationBook book, RoundMessage round)
    {
        // The newest model is given, whichever round it is that is being told of; a base station takes each version once.
        var model = book.Model;
        return [.. book.State.Members.Keys.Order(StringComparer.Ordinal).Select(station => (station, (Func<Task>)(() => GrainFactory.GetGrain<IStationGrain>(station).TakeModelAsync(model))))];
    }

    private static bool IsResend(StationBook book, MacroUploadMessage upload) =>
        book.State.Members.TryGetValue(upload.Station, out var member) && member.LastUpdate == upload.StationRound;

    private static UploadReply Refused(RefusalReason reason) => StationUploads.Reply(new UploadOutcome(UploadStatus.Refused, reason, 0));
}
