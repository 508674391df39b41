using Diten.Core.Twins;
using Diten.Grains.Mapping;
using Diten.Interfaces.Twins;

namespace Diten.Grains.Twins;

/// <summary>
/// Links. Notifications are one-way, so twins that are linked with each other never wait for each other, and hearing one makes
/// none. The first goes at once; those within the interval after it are made one per linked twin.
/// </summary>
internal sealed partial class TwinGrain
{
    private Dictionary<string, TwinNotification>? _waiting;
    private IGrainTimer? _notifyTimer;

    public async Task HearAsync(NotificationMessage notification)
    {
        ArgumentNullException.ThrowIfNull(notification);
        if (MustSettle) await SettleAsync();
        if (_body is not { } body)
        {
            Unknown<object>();
            return;
        }

        var (next, heard) = Twin.Hear(body.State, TwinMessageMapping.ToCore(notification, Id), Rules);
        if (heard) await CommitAsync(body with { State = next });
    }

    public async Task<bool> LinkAsync(string other, string kind)
    {
        if (RegistrationRules.CheckId(nameof(other), other) is { } bad) throw new ArgumentException(bad, nameof(other));
        if (MustSettle) await SettleAsync();
        if (_body is not { } body)
        {
            Unknown<object>();
            return false;
        }

        var (next, linked) = Twin.Link(body.State, other, kind, Now, Rules);
        if (ReferenceEquals(next, body.State)) return false;
        await CommitLinksAsync(body, next);
        return linked;
    }

    public async Task UnlinkAsync(string other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (MustSettle) await SettleAsync();
        if (_body is not { } body) return;
        var next = Twin.Unlink(body.State, other, Now, Rules);
        if (!ReferenceEquals(next, body.State)) await CommitLinksAsync(body, next);
    }

    /// <summary>The index watches over the silence of linked twins, so it must know at once who is one.</summary>
    private async Task CommitLinksAsync(TwinBody body, TwinState next)
    {
        await CommitAsync(body with { State = next });
        if ((body.State.Links.Count > 0) != (next.Links.Count > 0)) await environment.Index.TellNowAsync(this);
    }

    private void Tell(IReadOnlyList<TwinNotification> told)
    {
        if (told.Count == 0) return;
        if (_notifyTimer is null)
        {
            foreach (var notification in told) Send(notification);
            var interval = environment.Options.NotifyInterval;
            _notifyTimer = this.RegisterGrainTimer(
                static (twin, _) => twin.NotifyOnTime(), this, new GrainTimerCreationOptions(interval, interval) { Interleave = true, KeepAlive = true });
            return;
        }

        _waiting ??= new Dictionary<string, TwinNotification>(StringComparer.Ordinal);
        foreach (var newer in told)
            _waiting[newer.To] = _waiting.TryGetValue(newer.To, out var older) ? Twin.Coalesce(older, newer) : newer;
    }

    private Task NotifyOnTime()
    {
        if (_waiting is not null)
        {
            FlushNotifications();
            return Task.CompletedTask;
        }

        _notifyTimer?.Dispose();
        _notifyTimer = null;
        return Task.CompletedTask;
    }

    private void FlushNotifications()
    {
        if (_waiting is null) return;
        foreach (var notification in _waiting.Values) Send(notification);
        _waiting = null;
    }

    private void Send(TwinNotification told) => GrainFactory.GetGrain<ITwinGrain>(told.To).HearAsync(TwinMessageMapping.ToWire(told)).Ignore();
}
