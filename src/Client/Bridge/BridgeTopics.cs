using Diten.Dashboard.Api;

namespace Diten.Client.Bridge;

/// <summary>What a machine's topic is about.</summary>
internal enum TopicKind
{
    /// <summary>A report of several readings.</summary>
    Report,

    /// <summary>One reading.</summary>
    State,

    /// <summary>Its registration.</summary>
    Register,

    /// <summary>Whether it is there.</summary>
    Status,
}

/// <summary>A topic that machines write to.</summary>
/// <param name="Machine">Machine id.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Reading">Reading's name with <see cref="TopicKind.State"/>; otherwise empty.</param>
internal readonly record struct MachineTopic(string Machine, TopicKind Kind, string Reading);

/// <summary>The topics under one prefix.</summary>
/// <param name="prefix">What they begin with.</param>
internal sealed class BridgeTopics(string prefix)
{
    private const int MaxPrefix = 256;
    private readonly string _start = prefix + "/";

    /// <summary>What the bridge subscribes to.</summary>
    /// <param name="share">Name of the shared subscription; null: none.</param>
    public IEnumerable<(string Filter, TopicKind Kind)> Filters(string? share)
    {
        var start = share is null ? _start : $"$share/{share}/{_start}";
        return [(start + "+/report", TopicKind.Report), (start + "+/state/+", TopicKind.State), (start + "+/register", TopicKind.Register), (start + "+/status", TopicKind.Status)];
    }

    /// <summary>Where the bridge tells a machine its commands.</summary>
    public string Command(string machine) => $"{_start}{machine}/command";

    /// <summary>Where the bridge tells a machine what was not taken.</summary>
    public string Answer(string machine) => $"{_start}{machine}/answer";

    /// <summary>Which machine a topic belongs to; null for a topic of others.</summary>
    public MachineTopic? Read(string topic)
    {
        if (!topic.StartsWith(_start, StringComparison.Ordinal)) return null;
        return topic[_start.Length..].Split('/') switch
        {
            [var machine, "report"] => new MachineTopic(machine, TopicKind.Report, ""),
            [var machine, "state", var reading] => new MachineTopic(machine, TopicKind.State, reading),
            [var machine, "register"] => new MachineTopic(machine, TopicKind.Register, ""),
            [var machine, "status"] => new MachineTopic(machine, TopicKind.Status, ""),
            _ => null,
        };
    }

    /// <summary>What is wrong with a prefix; null if nothing.</summary>
    public static string? FaultOfPrefix(string prefix)
    {
        if (prefix.Length is 0 or > MaxPrefix) return $"has {prefix.Length} characters; must be 1 to {MaxPrefix}";
        if (prefix[0] == '$') return $"is '{prefix}'; must not begin with $, which is the broker's own";
        if (prefix[0] == '/' || prefix[^1] == '/') return $"is '{prefix}'; must neither begin nor end with /";
        return prefix.Any(c => c is '+' or '#' || char.IsControl(c)) ? $"is '{prefix}'; must have no + or # and no control character" : null;
    }

    /// <summary>What is wrong with a name in a topic filter or with a client id; null if nothing.</summary>
    public static string? FaultOfName(string name)
    {
        if (name.Length is 0 or > Readings.MaxName) return $"has {name.Length} characters; must be 1 to {Readings.MaxName}";
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? null : $"is '{name}'; must have only A-Z a-z 0-9 _ . -";
    }
}
