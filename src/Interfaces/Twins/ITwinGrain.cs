using Orleans.Concurrency;

namespace Diten.Interfaces.Twins;

/// <summary>
/// A device's twin Γ(M, D, s, Δs, t) (Eq. 1); the key is the device id. An expected refusal is a reply, not an exception;
/// an exception means that the outcome is unknown and the call may be made again: nothing is applied twice.
/// </summary>
[Alias("diten.ITwinGrain")]
public interface ITwinGrain : IGrainWithStringKey
{
    /// <summary>Makes the twin if there is none and registers it with its station; made again, it answers again.</summary>
    [Alias("Register")]
    Task<RegisterReply> RegisterAsync(RegisterDeviceMessage request);

    /// <summary>Takes a device report. <paramref name="ifRevision"/> is the caller's If-Match, null for none.</summary>
    [Alias("Report")]
    Task<WriteReply> ReportAsync(ReportMessage report, long? ifRevision);

    /// <summary>Sets desired readings; a null value withdraws one.</summary>
    [Alias("SetDesired")]
    Task<WriteReply> SetDesiredAsync(DesiredMessage desired, long? ifRevision);

    /// <summary>All of Γ, or null if there is no such twin. Reads its own writes.</summary>
    [Alias("Get")]
    [ReadOnly, AlwaysInterleave]
    Task<TwinMessage?> GetAsync();

    /// <summary>A reading's history, or null if there is no such twin.</summary>
    [Alias("GetHistory")]
    [ReadOnly, AlwaysInterleave]
    Task<HistoryMessage?> GetHistoryAsync(HistoryQueryMessage query);

    /// <summary>Commands that are due for the device now: the reconciler's differences, repeated until confirmed or expired.</summary>
    [Alias("TakeCommands")]
    Task<IReadOnlyList<CommandMessage>> TakeCommandsAsync();

    /// <summary>The device offers its update; the twin adds what it knows of the device and passes it on to its station.</summary>
    [Alias("Offer")]
    [AlwaysInterleave]
    Task<OfferReply> OfferAsync(OfferMessage offer);

    /// <summary>What the device's round came to, told by the station; one told before changes nothing.</summary>
    [Alias("RecordRound")]
    Task RecordRoundAsync(RoundRecordMessage record);

    /// <summary>Tells the twin that a linked twin changed. Hearing it makes no further notification.</summary>
    [Alias("Hear")]
    [OneWay]
    Task HearAsync(NotificationMessage notification);

    /// <summary>Links another twin, which is told of this one's changes from now on. False if it was linked or there is no such twin here.</summary>
    [Alias("Link")]
    Task<bool> LinkAsync(string other, string kind);

    /// <summary>Takes a link away.</summary>
    [Alias("Unlink")]
    Task UnlinkAsync(string other);

    /// <summary>Takes the twin along to another station; made again, it answers again.</summary>
    [Alias("HandOver")]
    Task<RegisterReply> HandOverAsync(string station, string? counterpart);

    /// <summary>The device's last will: offline at once, until it is heard again.</summary>
    [Alias("LastWill")]
    Task LastWillAsync();

    /// <summary>Takes the twin away, if its device takes no part in learning; made again, it finishes what may not have been done.</summary>
    [Alias("Remove")]
    Task<WriteReply> RemoveAsync();

    /// <summary>The index has seen that the device fell silent; the twin looks, and tells its linked twins if it is so.</summary>
    [Alias("NoticeLiveness")]
    Task NoticeLivenessAsync();
}
