using Diten.Core.Energy;
using Diten.Core.Telemetry;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;

namespace Diten.Client.Fleet;

internal sealed partial class StationSession
{
    private readonly Dictionary<FleetDevice, UploadMessage> _sent = [];
    private readonly List<Task> _sends = [];
    private CancellationTokenSource? _roundEnds;
    private int _round;
    private long _sentAt;

    /// <summary>Asks for the grants of those who offered, and lets those who may send do so, all at once as on the air.</summary>
    private async Task UploadAsync(StationStatusMessage status, CancellationToken stop)
    {
        var asking = _devices.FindAll(device => device.OfferCounts && device.OfferedRound == status.Round && device.GrantedRound != status.Round);
        if (asking.Count > 0)
        {
            using var activity = Activities.Begin(Activities.Grant, Id, status.Round, Activities.RoundOf(status.TraceParent));
            _roundEnds ??= CancellationTokenSource.CreateLinkedTokenSource(stop);
            var ends = _roundEnds.Token;
            var grants = new GrantMessage[asking.Count];
            await Parallel.ForAsync(0, asking.Count, _fleet.Parallel(stop), async (i, token) =>
                grants[i] = await _fleet.Patience.AskAsync(() => Station.GetGrantAsync(asking[i].Id, status.Round), token));
            for (var i = 0; i < grants.Length; i++)
            {
                if (grants[i].Code == OfferCode.Pending) continue;
                var (device, grant) = (asking[i], grants[i]);
                device.GrantedRound = status.Round;
                if (grant.Code == OfferCode.TakePart) _sends.Add(Task.Run(() => SendAsync(device, grant, ends), CancellationToken.None));
            }
        }
        await SendAgainAsync(status, stop);
    }

    /// <summary>Sends one device's model: spends the time that it takes over the granted subcarriers on the channel as it is, then uploads until there is an answer.</summary>
    private async Task SendAsync(FleetDevice device, GrantMessage grant, CancellationToken stop)
    {
        try
        {
            var upload = Prepare(device, grant);
            if (upload is null) return;
            using var activity = Activities.BeginDevice(Activities.Upload, device.Id, device.RoundTrace);
            await Task.Delay(TimeSpan.FromSeconds(upload.TransmitSeconds * _fleet.Options.TimeScale), _fleet.Time, stop);
            var reply = await UploadAsync(upload, stop);
            if (reply.Code == UploadCode.Refused) FleetLog.ModelRefused(_fleet.Log, Id, device.Id, upload.Round, reply.Reason);
            Take(device, upload, reply);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The round has ended without it: what was not acknowledged is not counted, and the device goes on training.
        }
    }

    private UploadMessage? Prepare(FleetDevice device, GrantMessage grant)
    {
        var row = new double[_settings.Subcarriers];
        _fleet.World.Radio.FillRates(device.Truth.Index, row);
        var rate = grant.Subcarriers.Where(k => k >= 0 && k < row.Length).Sum(k => row[k]);
        if (!double.IsFinite(TransmitCost.Seconds(_fleet.Costing.ModelBits, rate))) return null;
        _fleet.Costing.Send(device.Truth, rate, grant.Rate, grant.Subcarriers.Length);
        var bytes = ParameterBytes.Of(device.Model);
        var inline = bytes.Length <= ModelChunks.Size;
        device.Updates++;
        var turn = device.Truth.Turn;
        var upload = new UploadMessage
        {
            Device = device.Id,
            Epoch = device.Epoch,
            Round = grant.Round,
            Sequence = device.Updates,
            BaseVersion = device.BaseVersion,
            Parameters = bytes,
            Hash = inline ? null : ParameterBytes.HashOf(bytes),
            Bytes = bytes.Length,
            ComputeSeconds = turn.ComputeSeconds,
            TransmitSeconds = turn.TransmitSeconds,
            EnergyJoules = turn.EnergyJoules,
        };
        return upload;
    }

    /// <summary>Uploads; what is too long for one message goes into the model store first.</summary>
    private async Task<UploadReply> UploadAsync(UploadMessage upload, CancellationToken stop)
    {
        if (upload.Hash is not { } hash) return await _fleet.Patience.AskAsync(() => Station.UploadAsync(upload), stop);
        var store = new ModelStore(_fleet.Access.Grains);
        await _fleet.Patience.AskAsync(() => store.HoldAsync(upload.Parameters!, upload.Device, hash), stop);
        var reply = await _fleet.Patience.AskAsync(() => Station.UploadAsync(upload with { Parameters = null }), stop);
        await _fleet.Patience.AskAsync(() => store.ReleaseAsync(hash, upload.Bytes, upload.Device), stop);
        return reply;
    }

    private void Take(FleetDevice device, UploadMessage upload, UploadReply reply)
    {
        if (reply.Code == UploadCode.Refused)
        {
            device.Truth.Refuse();
            // Its registration has ended or moved: the next offer is refused for the same reason, and then it registers.
            return;
        }
        device.SentRound = upload.Round;
        device.LastRound = upload.Round;
        device.AwaitsModel = true;
        lock (_sent) _sent[device] = upload;
        _sentAt = _fleet.Time.GetTimestamp();
    }

    /// <summary>While the round waits for others, a station that has fewer models than it has acknowledged is sent them again; what it has is not counted again.</summary>
    private async Task SendAgainAsync(StationStatusMessage status, CancellationToken stop)
    {
        KeyValuePair<FleetDevice, UploadMessage>[] again;
        lock (_sent) again = [.. _sent];
        if (again.Length == 0 || _fleet.Time.GetElapsedTime(_sentAt) < s_again) return;
        var now = await _fleet.Patience.AskAsync(() => Station.GetStatusAsync(), stop);
        _sentAt = _fleet.Time.GetTimestamp();
        if (now.Round != status.Round || now.Phase != PhaseCode.Uploading || now.Buffered >= again.Length) return;
        await Parallel.ForEachAsync(again, _fleet.Parallel(stop), async (pair, token) => await UploadAsync(pair.Value, token));
    }

    private async Task EndSendsAsync()
    {
        if (_roundEnds is { } ends)
        {
            await ends.CancelAsync();
            await Task.WhenAll(_sends);
            ends.Dispose();
            _roundEnds = null;
        }
        _sends.Clear();
        lock (_sent) _sent.Clear();
        foreach (var device in _devices) device.EndRound(_round);
    }
}
