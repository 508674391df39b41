using Diten.Chaos.Tests.Hosting;
using Diten.Interfaces.Twins;

namespace Diten.Chaos.Tests.Load;

/// <summary>A device that reports: each sequence number is sent until it is acknowledged, and every fourth once more after that.</summary>
internal sealed class Reporter(ClusterClient client, DeviceLedger ledger, TimeSpan period)
{
    private const int AgainEvery = 4;

    public async Task RunAsync(CancellationToken stop)
    {
        var twin = client.Grains.GetGrain<ITwinGrain>(ledger.Device);
        for (var sequence = 1L; !stop.IsCancellationRequested; sequence++)
        {
            var report = ReportCodec.Encode(sequence, TimeProvider.System.GetUtcNow());
            ledger.LastSent = sequence;
            if (!await SendAsync(twin, report, stop)) return;
            if (sequence % AgainEvery == 0) await SendAgainAsync(twin, report);
            await Task.Delay(period, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> SendAsync(ITwinGrain twin, ReportMessage report, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await ClusterClient.TryAsync(() => twin.ReportAsync(report, null)) is (true, { } reply))
            {
                var known = reply.Code is WriteCode.Accepted || (reply.Code is WriteCode.Duplicate && reply.LastSequence >= report.Sequence);
                if (known)
                {
                    if (attempt == 1 && reply.Code is WriteCode.Duplicate) ledger.Note($"report {report.Sequence} was a duplicate when sent for the first time");
                    ledger.Acknowledge(report.Sequence, TimeProvider.System.GetUtcNow());
                    return true;
                }

                ledger.Note($"report {report.Sequence} was answered {reply.Code} {reply.Field} {reply.Error}");
            }
            else
            {
                ledger.UnknownReports++;
            }

            // The last one then stays unknown.
            if (stop.IsCancellationRequested) return false;
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private async Task SendAgainAsync(ITwinGrain twin, ReportMessage report)
    {
        if (await ClusterClient.TryAsync(() => twin.ReportAsync(report, null)) is (true, { } reply) && reply.Code is not WriteCode.Duplicate && !ledger.MayForget)
            ledger.Note($"report {report.Sequence} was acknowledged, and when sent again it was {reply.Code} {reply.Error}");
    }
}
