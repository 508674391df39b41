using Diten.Core.Stations;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    public async Task<UploadReply> UploadAsync(UploadMessage upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        if (await OpenAsync() is not { } book) return StationUploads.Reply(new UploadOutcome(UploadStatus.Refused, RefusalReason.UnknownDevice, 0));
        var bytes = upload.Parameters ?? await FetchAsync(book, upload);
        if (!Holds(book)) throw new OrleansException($"station {Id} was loaded anew; send again");
        if (bytes is null) return StationUploads.Reply(BaseStation.RefuseUpload(book.State, RefusalReason.Damaged));

        var outcome = BaseStation.Upload(book.State, new DeviceUpdate(upload.Device, upload.Epoch, upload.Round, upload.Sequence, upload.BaseVersion, StationUploads.View(bytes)), Now);
        if (outcome.Status == UploadStatus.Refused) return StationUploads.Reply(outcome);
        if (outcome.Status == UploadStatus.Accepted)
        {
            book.Updates[upload.Device] = new UpdateContent
            {
                Device = upload.Device,
                Epoch = upload.Epoch,
                Sequence = upload.Sequence,
                Bytes = bytes,
                Hash = upload.Parameters is null ? upload.Hash : null,
                IsThere = upload.Parameters is null,
                ComputeSeconds = StationUploads.Told(upload.ComputeSeconds),
                TransmitSeconds = StationUploads.Told(upload.TransmitSeconds),
                EnergyJoules = StationUploads.Told(upload.EnergyJoules),
            };
        }

        // A resend waits too: the first try may still be on its way to storage.
        await StoredAsync(book);
        Poke();
        return StationUploads.Reply(outcome);
    }

    /// <summary>The parameters from the model store; null if they are not there or not what the message says. Not fetched for a resend.</summary>
    private async Task<byte[]?> FetchAsync(StationBook book, UploadMessage upload)
    {
        if (book.State.Members.TryGetValue(upload.Device, out var member) && member.LastUpdate == upload.Sequence) return [];
        if (upload.Hash is null || upload.Bytes != (long)book.State.Options.Parameters * ParameterBytes.PerParameter) return upload.Hash is null ? null : [];
        return await FetchAsync(upload.Hash, upload.Bytes);
    }
}
