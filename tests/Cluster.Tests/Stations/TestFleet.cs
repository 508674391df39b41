using Diten.Core.Aggregation;
using Diten.Interfaces.Models;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Diten.Learning;
using Diten.Learning.Data;
using Diten.Learning.Models;
using Orleans;

namespace Diten.Cluster.Tests.Stations;

/// <summary>A few devices that register through their twins and talk to their station as real ones do.</summary>
internal sealed class TestFleet
{
    private readonly IGrainFactory _grains;
    private readonly ModelStore _models;

    public TestFleet(IGrainFactory grains, string station, int devices)
    {
        (_grains, _models, Id) = (grains, new ModelStore(grains), station);
        Station = grains.GetGrain<IStationGrain>(station);
        Devices = [.. Enumerable.Range(0, devices).Select(i => new TestDevice($"{station}-d{i:d2}", 50 + (10 * i), 1e9 + (1e8 * i), 2e5 + (1e4 * i)))];
    }

    public string Id { get; }

    public IStationGrain Station { get; }

    public TestDevice[] Devices { get; }

    /// <summary>Settings of a small station on which everything takes as long as the test likes.</summary>
    public static StationSettingsMessage Settings => new()
    {
        Model = "softmax",
        Parameters = 7850,
        Participants = 0,
        OfferSeconds = 60,
        UploadSeconds = 60,
        Subcarriers = 32,
        BlockSubcarriers = 4,
        Adoption = "adopt",
    };

    /// <summary>Sets the station up so that it begins when all devices are there, and registers them.</summary>
    public async Task StartAsync(StationSettingsMessage? settings = null)
    {
        var reply = await Station.ConfigureAsync((settings ?? Settings) with { StartAt = Devices.Length });
        Assert.True(reply.Accepted, reply.Error);
        foreach (var device in Devices) await RegisterAsync(device);
    }

    public async Task RegisterAsync(TestDevice device)
    {
        var reply = await Twin(device).RegisterAsync(new RegisterDeviceMessage { Station = Id, Samples = device.Samples, FrequencyHz = device.FrequencyHz, SubcarrierRate = device.Rate });
        Assert.True(reply.Accepted, reply.Error);
        (device.Epoch, device.Sequence, device.LastRound) = (reply.Epoch, reply.LastUpdate, reply.LastRound);
    }

    /// <summary>Watches until the station is in a round's phase.</summary>
    public async Task<StationStatusMessage> ReachAsync(int round, PhaseCode phase)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var status = await Station.GetStatusAsync();
        while (status.Round < round || (status.Round == round && status.Phase < phase))
        {
            Assert.False(patience.IsCancellationRequested, $"{Id} is in round {status.Round} ({status.Phase}), not in {round} ({phase})");
            status = await Station.WatchAsync(status.Sequence);
        }

        return status;
    }

    public async Task<OfferReply> OfferAsync(TestDevice device, StationStatusMessage status, double? tau = null)
    {
        var scale = new PopulationScale(status.LowerRatio, status.UpperRatio, status.RatioScale);
        var weight = tau ?? UpdateWeight.Compute(Math.Max(1, status.Round - device.LastRound), 0.5, device.Rate, device.FrequencyHz, scale, new UpdateWeightOptions());
        return await Twin(device).OfferAsync(new OfferMessage
        {
            Round = status.Round,
            UpdateWeight = weight,
            FrequencyHz = device.FrequencyHz,
            BlockSnr = [.. Enumerable.Range(0, 8).Select(b => 1f + ((b + device.Samples) % 7))],
            Epoch = device.Epoch,
        });
    }

    /// <summary>Everybody offers in a round; afterwards the station takes uploads.</summary>
    public async Task<StationStatusMessage> OfferAllAsync(int round)
    {
        var status = await ReachAsync(round, PhaseCode.CollectingOffers);
        foreach (var device in Devices) Assert.NotEqual(OfferCode.Refused, (await OfferAsync(device, status)).Code);
        return await ReachAsync(round, PhaseCode.Uploading);
    }

    public UploadMessage Upload(TestDevice device, int round, float[] parameters, int baseVersion = 0) => new()
    {
        Device = device.Id,
        Epoch = device.Epoch,
        Round = round,
        Sequence = device.Sequence + 1,
        BaseVersion = baseVersion,
        Parameters = ParameterBytes.Of(parameters),
        Bytes = parameters.Length * 4,
        ComputeSeconds = 1,
        TransmitSeconds = 2,
        EnergyJoules = 3,
    };

    public async Task<UploadReply> SendAsync(TestDevice device, UploadMessage upload)
    {
        var reply = await Station.UploadAsync(upload);
        if (reply.Code != UploadCode.Refused) (device.Sequence, device.LastRound) = (upload.Sequence, upload.Round);
        return reply;
    }

    /// <summary>The newest model, pulled by its reference.</summary>
    public async Task<(int Version, float[] Parameters)> PullAsync(int? version = null)
    {
        var reference = await Station.GetModelAsync(version) ?? throw new InvalidOperationException("no model");
        var bytes = await _models.GetAsync(reference) ?? throw new InvalidOperationException("not kept");
        return (reference.Version, ParameterBytes.ToFloats(bytes));
    }

    public ITwinGrain Twin(TestDevice device) => _grains.GetGrain<ITwinGrain>(device.Id);

    /// <summary>A made-up model that differs from device to device.</summary>
    public static float[] Made(int device, int round, int length = 7850)
    {
        var random = new Random((device * 1000) + round);
        var model = new float[length];
        for (var p = 0; p < length; p++) model[p] = (float)(random.NextDouble() - 0.5);
        return model;
    }
}

/// <summary>What a device keeps.</summary>
internal sealed record TestDevice(string Id, int Samples, double FrequencyHz, double Rate)
{
    public int Epoch { get; set; }

    public long Sequence { get; set; }

    public int LastRound { get; set; }
}
