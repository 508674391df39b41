using System.Collections.Concurrent;
using Diten.Core.Network;
using Diten.Core.Telemetry;
using Diten.Core.Twins;

namespace Diten.Client.Bridge;

/// <summary>How a message was settled.</summary>
/// <param name="Outcome">In one word, for the metric.</param>
/// <param name="Answer">What the machine is told; null if its message was taken.</param>
/// <param name="IsThere">Whether the machine has shown that it is there (true) or gone (false); null for neither.</param>
internal readonly record struct Settled(string Outcome, BridgeAnswer? Answer = null, bool? IsThere = null);

/// <summary>Brings what machines say to their twins, and waits for the cluster as long as it takes.</summary>
/// <param name="network">The twins.</param>
/// <param name="cluster">Asks until there is an answer.</param>
/// <param name="station">Station of machines that nobody has registered; null: they are refused.</param>
internal sealed class MachineDesk(ITwinNetwork network, ClusterPatience cluster, string? station)
{
    private readonly ConcurrentDictionary<string, long> _numbers = new(StringComparer.Ordinal);

    /// <summary>Settles one message. Messages of one machine come one after the other.</summary>
    /// <param name="topic">Whose it is.</param>
    /// <param name="name">The topic as it stands.</param>
    /// <param name="payload">What it holds.</param>
    /// <param name="arrived">When it came first.</param>
    /// <param name="stop">Ends the waiting.</param>
    public async Task<Settled> SettleAsync(MachineTopic topic, string name, byte[] payload, DateTimeOffset arrived, CancellationToken stop)
    {
        switch (MachineWords.Read(topic, payload))
        {
            case ReportWords report:
                return await ReportAsync(topic.Machine, name, report, arrived, stop);
            case RegistrationWords registration:
                return Of(await RegisterAsync(topic.Machine, registration.Machine, stop), name, sequence: null, isThere: true);
            case StatusWords { IsOnline: true }:
                return new Settled("accepted", IsThere: true);
            case StatusWords:
                return Of(await cluster.AskAsync(() => network.LastWillAsync(topic.Machine, stop), stop), name, sequence: null, isThere: false);
            case BadWords bad:
                return new Settled("invalid", new BridgeAnswer(name, bad.Sequence, "invalid", bad.Field, bad.Error, LastSequence: null));
            default:
                return new Settled("empty");
        }
    }

    private async Task<Settled> ReportAsync(string machine, string topic, ReportWords report, DateTimeOffset arrived, CancellationToken stop)
    {
        using var activity = Activities.BeginDevice(Activities.Report, machine, traceParent: null);
        var (at, isArrival) = (report.At ?? arrived, report.At is null);
        var number = report.Sequence ?? (isArrival ? ReportNumber.OfArrival(at, _numbers.GetValueOrDefault(machine)) : ReportNumber.Of(at));
        while (true)
        {
            var attempts = 0;
            var result = await cluster.AskAsync(
                () =>
                {
                    attempts++;
                    return network.ReportAsync(machine, new DeviceReport(number, at, report.State), ifRevision: null, stop);
                },
                stop);
            if (result.Status == WriteStatus.NotFound && station is not null)
            {
                var made = await RegisterAsync(machine, new MachineRegistration(station), stop);
                if (made.Status == WriteStatus.Accepted) continue;
                result = made;
            }
            // An attempt that was not answered may have been taken all the same.
            if (result.Status == WriteStatus.Duplicate && attempts > 1 && result.LastSequence == number) result = result with { Status = WriteStatus.Accepted };
            if (result.Status == WriteStatus.Duplicate && report.Sequence is null && await AnotherAsync(machine, at, isArrival, report.State, stop) is { } another)
            {
                number = another;
                continue;
            }
            if (result.Status == WriteStatus.Accepted && isArrival) _numbers[machine] = number;
            return Of(result, topic, number, isThere: true);
        }
    }

    private Task<WriteResult> RegisterAsync(string machine, MachineRegistration registration, CancellationToken stop)
    {
        return cluster.AskAsync(
            async () =>
            {
                using var activity = Activities.BeginDevice(Activities.Register, machine, traceParent: null);
                return await network.RegisterAsync(machine, registration, stop);
            },
            stop);
    }

    private async Task<long?> AnotherAsync(string machine, DateTimeOffset at, bool isArrival, IReadOnlyDictionary<string, double> state, CancellationToken stop)
    {
        if (await cluster.AskAsync(() => network.FindTwinAsync(machine, stop), stop) is not { } twin) return null;
        var isHeld = ReportNumber.IsShown(at, state, twin) || await IsInHistoryAsync(machine, at, state, stop);
        return ReportNumber.Another(at, isArrival, isHeld, twin);
    }

    private async Task<bool> IsInHistoryAsync(string machine, DateTimeOffset at, IReadOnlyDictionary<string, double> state, CancellationToken stop)
    {
        foreach (var (reading, value) in state)
        {
            var history = await cluster.AskAsync(() => network.GetHistoryAsync(machine, new HistoryQuery(reading, at, at + TimeSpan.FromTicks(1), TimeSpan.Zero), stop), stop);
            if (history is null || !history.Points.Any(point => point.Mean.Equals(value))) return false;
        }

        return true;
    }

    private static Settled Of(WriteResult result, string topic, long? sequence, bool isThere)
    {
        var outcome = BridgeAnswer.NameOf(result.Status);
        (string Field, string Error)? fault = result.Status switch
        {
            WriteStatus.Accepted => null,
            WriteStatus.Duplicate => ("sequence", $"is {sequence}; must be above {result.LastSequence}, the last that was taken; nothing was changed"),
            WriteStatus.NotFound => ("machine", "unknown machine; register it"),
            _ => (result.Field ?? "body", result.Error ?? "is not acceptable"),
        };
        return fault is not var (field, error)
            ? new Settled(outcome, IsThere: isThere)
            : new Settled(outcome, new BridgeAnswer(topic, sequence, outcome, field, error, result.LastSequence), result.Status == WriteStatus.Duplicate ? isThere : null);
    }
}
