using Diten.Interfaces.Twins;
using Orleans.Concurrency;

namespace Diten.Cluster.Bench;

/// <summary>What an Orleans call costs by itself: the same messages as a twin's, and nothing done with them.</summary>
[Alias("diten.bench.IBareGrain")]
internal interface IBareGrain : IGrainWithStringKey
{
    [Alias("Report")]
    Task<WriteReply> ReportAsync(ReportMessage report, long? ifRevision);

    [Alias("Get")]
    [ReadOnly]
    Task<TwinMessage?> GetAsync();

    [Alias("Keep")]
    Task KeepAsync(TwinMessage message);
}

/// <summary>Answers with what it was given to keep.</summary>
internal sealed class BareGrain : Grain, IBareGrain
{
    private static readonly WriteReply s_reply = new() { Code = WriteCode.Accepted, Revision = 1_000_000, LastSequence = 1_000_000 };
    private TwinMessage? _message;

    public Task<WriteReply> ReportAsync(ReportMessage report, long? ifRevision) => Task.FromResult(s_reply);

    public Task<TwinMessage?> GetAsync() => Task.FromResult(_message);

    public Task KeepAsync(TwinMessage message)
    {
        _message = message;
        return Task.CompletedTask;
    }
}
