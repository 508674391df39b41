using Diten.Chaos.Tests.Hosting;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Chaos.Tests.Load;

/// <summary>A device that takes part in rounds: registers, offers through its twin, gets its grant, and uploads until it has an answer.</summary>
internal sealed class Trainer(ClusterClient client, DeviceLedger ledger, StationFollower follower)
{
    private const int AgainEvery = 3;
    private static readonly TimeSpan s_offerAgain = TimeSpan.FromSeconds(1);
    private readonly ITwinGrain _twin = client.Grains.GetGrain<ITwinGrain>(ledger.Device);
    private int _epoch;
    private long _update;
    private int _offered;
    private long _offeredAt;
    private int _sent;

    /// <summary>Registers with the twin and its station.</summary>
    public async Task RegisterAsync()
    {
        var request = new RegisterDeviceMessage { Station = ledger.Station, Samples = ledger.Samples, FrequencyHz = 1e9, SubcarrierRate = 1e6 };
        var reply = await ClusterClient.AskAsync(() => _twin.RegisterAsync(request));
        if (!reply.Accepted) throw new InvalidOperationException($"{ledger.Device} was not registered: {reply.Error}");
        if (reply.LastUpdate > _update) ledger.Note($"the twin knows update {reply.LastUpdate}, the device has sent {_update}");
        _epoch = reply.Epoch;
    }

    /// <summary>Trains until told to stop; a round for which it has offered it takes to the end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            var status = follower.Latest;
            var isOpen = status is { Phase: PhaseCode.CollectingOffers or PhaseCode.Uploading } && _offered == status.Round && _sent != status.Round;
            if (stop.IsCancellationRequested && !isOpen) return;
            if (status is { Phase: PhaseCode.CollectingOffers } && MayOffer(status.Round, stop)) await OfferAsync(status.Round);
            else if (isOpen && status is { Phase: PhaseCode.Uploading }) await TakePartAsync(status);
            await Task.Delay(100, CancellationToken.None);
        }
    }

    // A station that was killed while it collected offers has forgotten them.
    private bool MayOffer(int round, CancellationToken stop) =>
        _offered == round ? TimeProvider.System.GetElapsedTime(_offeredAt) > s_offerAgain : !stop.IsCancellationRequested;

    private async Task OfferAsync(int round)
    {
        var offer = new OfferMessage { Round = round, UpdateWeight = 1, FrequencyHz = 1e9, Epoch = _epoch };
        if (await ClusterClient.TryAsync(() => _twin.OfferAsync(offer)) is not (true, { } reply)) return;
        if (reply.Code is not OfferCode.Refused) (_offered, _offeredAt) = (round, TimeProvider.System.GetTimestamp());
        else if (reply.Reason is "unknown-device" or "old-epoch" or "UnknownDevice" or "OldEpoch") await RegisterAsync();
    }

    private async Task TakePartAsync(StationStatusMessage status)
    {
        var round = status.Round;
        if (await ClusterClient.TryAsync(() => follower.Grain.GetGrantAsync(ledger.Device, round)) is not (true, { } grant) || grant.Code is OfferCode.Pending) return;
        _sent = round;
        if (grant.Code is not OfferCode.TakePart) return;
        // Spread over the phase, so that there is a middle in which some have arrived and some have not.
        await Task.Delay(300 * (ledger.Slot + 1));
        var upload = new UploadMessage
        {
            Device = ledger.Device,
            Epoch = _epoch,
            Round = round,
            Sequence = ++_update,
            BaseVersion = status.Model!.Version,
            Parameters = ModelCodec.Encode(ledger.Slot, _update),
            ComputeSeconds = 0.5,
            TransmitSeconds = 0.1,
            EnergyJoules = 0.01,
        };
        upload = upload with { Bytes = upload.Parameters.Length };
        if (await SendAsync(upload) && _update % AgainEvery == 0) await SendAgainAsync(upload);
    }

    private async Task<bool> SendAsync(UploadMessage upload)
    {
        while (true)
        {
            if (await ClusterClient.TryAsync(() => follower.Grain.UploadAsync(upload)) is (true, { } reply))
            {
                if (reply.Code is UploadCode.Refused) ledger.Refuse(upload.Sequence);
                else ledger.AcknowledgeUpload(upload.Sequence, upload.Round);
                return reply.Code is not UploadCode.Refused;
            }

            ledger.UnknownUploads++;
            await Task.Delay(100);
        }
    }

    private async Task SendAgainAsync(UploadMessage upload)
    {
        if (await ClusterClient.TryAsync(() => follower.Grain.UploadAsync(upload)) is (true, { } reply) && reply.Code is not UploadCode.AlreadyCounted && !ledger.MayForget)
            ledger.Note($"update {upload.Sequence} was acknowledged in round {upload.Round}, and when sent again it was {reply.Code} {reply.Reason}");
    }
}
