namespace Diten.Chaos.Tests.Load;

/// <summary>What one device was told: written while the cluster is broken, compared afterwards with what is there.</summary>
internal sealed class DeviceLedger(string device, string station, int samples, int slot)
{
    private readonly Lock _gate = new();
    private readonly List<(long Sequence, DateTimeOffset At)> _reports = [];
    private readonly Dictionary<long, int> _uploads = [];
    private readonly HashSet<long> _refused = [];
    private readonly List<string> _anomalies = [];

    public string Device => device;

    public string Station => station;

    /// <summary>D_k.</summary>
    public int Samples => samples;

    /// <summary>Place of the device in the encoded model.</summary>
    public int Slot => slot;

    /// <summary>Whether the cluster may have forgotten what it acknowledged, so that it takes it when it is sent again (Batched mode).</summary>
    public bool MayForget { get; init; }

    /// <summary>The last report that was sent at all.</summary>
    public long LastSent { get; set; }

    /// <summary>Attempts to report without an answer.</summary>
    public int UnknownReports { get; set; }

    /// <summary>Attempts to upload without an answer.</summary>
    public int UnknownUploads { get; set; }

    /// <summary>Acknowledged reports, in order, with the time of the acknowledgement.</summary>
    public IReadOnlyList<(long Sequence, DateTimeOffset At)> Reports
    {
        get
        {
            lock (_gate) return [.. _reports];
        }
    }

    /// <summary>Acknowledged uploads: sequence number and round.</summary>
    public IReadOnlyDictionary<long, int> Uploads
    {
        get
        {
            lock (_gate) return new Dictionary<long, int>(_uploads);
        }
    }

    /// <summary>Uploads that were refused in the end.</summary>
    public IReadOnlyCollection<long> Refused
    {
        get
        {
            lock (_gate) return [.. _refused];
        }
    }

    /// <summary>Answers that should not be.</summary>
    public IReadOnlyList<string> Anomalies
    {
        get
        {
            lock (_gate) return [.. _anomalies];
        }
    }

    public void Acknowledge(long report, DateTimeOffset at)
    {
        lock (_gate) _reports.Add((report, at));
    }

    public void AcknowledgeUpload(long sequence, int round)
    {
        lock (_gate) _uploads[sequence] = round;
    }

    public void Refuse(long sequence)
    {
        lock (_gate) _refused.Add(sequence);
    }

    public void Note(string anomaly)
    {
        lock (_gate) _anomalies.Add($"{device}: {anomaly}");
    }
}
