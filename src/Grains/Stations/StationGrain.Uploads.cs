using Diten.Core.Stations;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;

namespace Diten.Grains.Stations;

internal sealed partial class StationGrain
{
    public async Task<UploadReply> UploadAsync(UploadMessage upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        if (await OpenAsync() is not { } book) return Reply(new UploadOutcome(UploadStatus.Refused, RefusalReason.UnknownDevice, 0));
        var bytes = upload.Parameters ?? await FetchAsync(book, upload);
        if (!ReferenceEquals(book, _book)) throw new OrleansException($"station {Id} was loaded anew; send again");
        if (bytes is null) return Reply(BaseStation.RefuseUpload(book.State, RefusalReason.Damaged));

        // A length that is no whole number of parameters is the wrong shape, like any other wrong length.
        var parameters = bytes.Length % ParameterBytes.PerParameter == 0 ? ParameterBytes.View(bytes) : default;
        var outcome = BaseStation.Upload(book.State, new DeviceUpdate(upload.Device, upload.Epoch, upload.Round, upload.Sequence, upload.BaseVersion, parameters), Now);
        if (outcome.Status == UploadStatus.Refused) return Reply(outcome);
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
                ComputeSeconds = Told(upload.ComputeSeconds),
                TransmitSeconds = Told(upload.TransmitSeconds),
                EnergyJoules = Told(upload.EnergyJoules),
            };
        }

        // A resend waits too: the first try may still be on its way to storage.
        await StoredAsync(book);
        Poke();
        return Reply(outcome);
    }

    /// <summary>The parameters from the model store; null if they are not there or not what the message says. Not fetched for a resend.</summary>
    private async Task<byte[]?> FetchAsync(StationBook book, UploadMessage upload)
    {
        if (book.State.Members.TryGetValue(upload.Device, out var member) && member.LastUpdate == upload.Sequence) return [];
        if (upload.Hash is null || upload.Bytes != (long)book.State.Options.Parameters * ParameterBytes.PerParameter) return upload.Hash is null ? null : [];
        try
        {
            return await _models.GetAsync(upload.Hash, upload.Bytes);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static UploadReply Reply(UploadOutcome outcome) => new()
    {
        Code = (UploadCode)outcome.Status,
        Reason = outcome.Status == UploadStatus.Refused ? RefusalCounts.NameOf(outcome.Reason) : null,
        Awaited = outcome.Awaited,
    };

    private static double Told(double value) => double.IsFinite(value) && value >= 0 ? value : 0;
}
