using Diten.Core.Twins;

namespace Diten.Grains.Twins;

/// <summary>
/// Liveness. Nothing runs per twin: reads and the index compute it from when the device was heard. Only linked twins must be
/// told of a change; for them a shard of the index, which holds when each was heard, makes the twin look.
/// </summary>
internal sealed partial class TwinGrain
{
    public async Task LastWillAsync()
    {
        if (MustSettle) await SettleAsync();
        if (_body is not { State: var state } body)
        {
            Unknown<object>();
            return;
        }

        var (next, outcome) = Twin.TakeLastWill(state, Now, Rules);
        if (!ReferenceEquals(next, state))
        {
            await CommitAsync(body with { State = next });
            Tell(outcome.Notifications);
        }

        // No report follows that would tell the index; and the station need not wait for it until it is heard again.
        if (Twin.Learns(next)) Station(next.Station).WithdrawAsync(Id).Ignore();
        await environment.Index.TellNowAsync(this);
    }

    /// <summary>The station hears of the end of a last will beside the report; if it does not, it learns it from the next offer.</summary>
    private void TellIfBack(TwinState before, TwinState after)
    {
        if (before.LastWill && !after.LastWill && Twin.Learns(after)) Station(after.Station).ReturnAsync(Id).Ignore();
    }

    public async Task NoticeLivenessAsync()
    {
        if (MustSettle) await SettleAsync();
        if (_body is not { State: var state } body)
        {
            Unknown<object>();
            return;
        }

        var (next, outcome) = Twin.NoticeLiveness(state, Now, Rules);
        if (!outcome.Changed) return;
        await CommitAsync(body with { State = next });
        Tell(outcome.Notifications);
    }
}
