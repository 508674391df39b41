namespace Diten.Core.Twins;

public static partial class Twin
{
    /// <summary>Links a twin with another, or changes the kind of their link. False, and nothing changes, for itself or beyond <see cref="TwinOptions.MaxLinks"/>.</summary>
    /// <param name="state">The twin.</param>
    /// <param name="other">Id of the other.</param>
    /// <param name="kind"><see cref="LinkKinds"/>.</param>
    /// <param name="now">Time.</param>
    /// <param name="options">Bounds.</param>
    public static (TwinState Next, bool Linked) Link(TwinState state, string other, string kind, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(other);
        if (kind is not (LinkKinds.RadioNeighbour or LinkKinds.HandoverCounterpart)) throw new ArgumentException($"kind '{kind}' is neither {LinkKinds.RadioNeighbour} nor {LinkKinds.HandoverCounterpart}", nameof(kind));
        if (IsSame(other, state.Id)) return (state, false);
        var known = Find(state, other);
        if (known is not null && IsSame(known.Kind, kind)) return (state, true);
        if (known is null && state.Links.Count >= options.MaxLinks) return (state, false);
        var next = state with { Links = With(state.Links, (known ?? new LinkedTwin(other, kind, 0, Readings.Empty)) with { Kind = kind }) };
        return (Record(next, now, "link", Readings.Empty, $"{kind} {other}", options), true);
    }

    /// <summary>Ends a link; nothing changes if there is none.</summary>
    public static TwinState Unlink(TwinState state, string other, DateTimeOffset now, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Find(state, other) is null) return state;
        return Record(state with { Links = [.. state.Links.Where(l => !IsSame(l.Id, other))] }, now, "link", Readings.Empty, $"ended {other}", options);
    }

    /// <summary>
    /// Hears of a linked twin's change and keeps what it told. Not linked, not meant for this twin, or not newer than already
    /// heard: nothing changes. Never tells others in turn.
    /// </summary>
    public static (TwinState Next, bool Heard) Hear(TwinState state, TwinNotification notification, TwinOptions options)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(notification);
        if (!IsSame(notification.To, state.Id) || Find(state, notification.From) is not { } link || notification.Revision <= link.HeardRevision) return (state, false);
        var heard = link with { HeardRevision = notification.Revision, Known = link.Known.Merge(notification.Changes).Merged };
        var next = state with { Links = With(state.Links, heard) };
        return (Record(next, notification.At, "link", notification.Changes, $"{notification.From}: {notification.Note}", options), true);
    }

    /// <summary>One notification for two of the same twin to the same twin: the newer one's word, with the readings of both.</summary>
    /// <exception cref="ArgumentException">They are between other twins.</exception>
    public static TwinNotification Coalesce(TwinNotification older, TwinNotification newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        if (!IsSame(older.From, newer.From) || !IsSame(older.To, newer.To)) throw new ArgumentException($"{older.From} to {older.To} and {newer.From} to {newer.To}", nameof(newer));
        if (newer.Revision < older.Revision) (older, newer) = (newer, older);
        return older.Changes.Count == 0 ? newer : newer with { Changes = older.Changes.Merge(newer.Changes).Merged };
    }

    private static LinkedTwin? Find(TwinState state, string other)
    {
        foreach (var link in state.Links)
        {
            if (IsSame(link.Id, other)) return link;
        }

        return null;
    }

    private static LinkedTwin[] With(IEnumerable<LinkedTwin> links, LinkedTwin link) =>
        [.. links.Where(l => !IsSame(l.Id, link.Id)).Append(link).OrderBy(l => l.Id, StringComparer.Ordinal)];

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
