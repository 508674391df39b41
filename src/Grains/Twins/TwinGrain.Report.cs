using Diten.Core.Network;
using Diten.Core.Telemetry;
using Diten.Core.Twins;
using Diten.Grains.Mapping;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Twins;

/// <summary>Reports, desired readings and commands.</summary>
internal sealed partial class TwinGrain
{
    private static readonly WriteReply s_notFound = new() { Code = WriteCode.NotFound };

    public Task<WriteReply> ReportAsync(ReportMessage report, long? ifRevision) =>
        ReportMetrics.IsEnabled ? CountAsync(TakeReportAsync(report, ifRevision)) : TakeReportAsync(report, ifRevision);

    private Task<WriteReply> TakeReportAsync(ReportMessage report, long? ifRevision)
    {
        if (MustSettle) return ReportWhenSettledAsync(report, ifRevision);
        if (_body is not { } body) return NotFound();
        home.Check(body.State.Station);
        if (report is null) return Invalid(body, "state", "is missing");
        if (report.Names is not { } names || report.Values is not { } values) return Invalid(body, "state", "is missing");
        // Core keeps the names that it has; the first ones are shared with the other twins.
        if (body.State.State.Count == 0) names = Array.ConvertAll(names, name => name is null ? null! : environment.Pool.Share(name));
        var (next, outcome) = Twin.Report(body.State, new ReportColumns(report.Sequence, report.At, names, values), Now, ifRevision, Rules);
        var reply = TwinMessageMapping.ToWire(outcome.Result);
        if (ReferenceEquals(next, body.State)) return Task.FromResult(reply);
        TellIfBack(body.State, next);
        var commit = CommitAsync(body with { State = next });
        if (!commit.IsCompletedSuccessfully) return ReplyWhenCommittedAsync(commit, reply, outcome.Notifications);
        Tell(outcome.Notifications);
        return Task.FromResult(reply);
    }

    public async Task<WriteReply> SetDesiredAsync(DesiredMessage desired, long? ifRevision)
    {
        if (MustSettle) await SettleAsync();
        if (_body is not { } body) return await NotFound();
        if (desired is null) return await Invalid(body, "desired", "is missing");
        if (ReportReadings.Check(desired.Names, desired.Values) is { } bad) return await Invalid(body, "desired", bad);
        var wanted = new Dictionary<string, double?>(desired.Names.Length, StringComparer.Ordinal);
        for (var i = 0; i < desired.Names.Length; i++) wanted[environment.Pool.Share(desired.Names[i])] = desired.Values[i];
        var (next, result) = Twin.SetDesired(body.State, wanted, Now, ifRevision, Rules);
        if (!ReferenceEquals(next, body.State)) await CommitAsync(body with { State = next });
        return TwinMessageMapping.ToWire(result);
    }

    public async Task<IReadOnlyList<CommandMessage>> TakeCommandsAsync()
    {
        // Most devices have nothing desired of them most of the time.
        if (_body is { State.Desired.Count: 0 } && !IsInDoubt) return [];
        if (MustSettle) await SettleAsync();
        if (_body is not { } body) return Unknown<IReadOnlyList<CommandMessage>>() ?? [];
        var (next, outcome) = Twin.Reconcile(body.State, Now, Rules);
        // Stored first: an attempt that is not stored would be made again under the same number.
        if (!ReferenceEquals(next, body.State)) await CommitAsync(body with { State = next });
        return TwinMessageMapping.ToWire(outcome.Commands);
    }

    private async Task<WriteReply> ReportWhenSettledAsync(ReportMessage report, long? ifRevision)
    {
        await SettleAsync();
        return await TakeReportAsync(report, ifRevision);
    }

    private static async Task<WriteReply> CountAsync(Task<WriteReply> reply)
    {
        var answer = await reply;
        ReportMetrics.Count((WriteStatus)answer.Code);
        return answer;
    }

    private async Task<WriteReply> ReplyWhenCommittedAsync(ValueTask commit, WriteReply reply, IReadOnlyList<TwinNotification> told)
    {
        await commit;
        Tell(told);
        return reply;
    }

    private Task<WriteReply> NotFound()
    {
        Unknown<WriteReply>();
        return Task.FromResult(s_notFound);
    }

    private static Task<WriteReply> Invalid(TwinBody body, string field, string error) => Task.FromResult(
        TwinMessageMapping.ToWire(new WriteResult(WriteStatus.Invalid, body.State.Revision, body.State.LastSequence, field, error)));
}
