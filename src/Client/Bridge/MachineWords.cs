using System.Globalization;
using System.Text;
using Diten.Core.Network;
using Diten.Dashboard.Api;

namespace Diten.Client.Bridge;

/// <summary>What a machine has said.</summary>
internal abstract record MachineWords
{
    private const string IsTooLong = "has {0} bytes; must have at most {1}";

    /// <summary>Reads a message.</summary>
    /// <param name="topic">Where it came.</param>
    /// <param name="payload">What it holds.</param>
    public static MachineWords Read(in MachineTopic topic, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > JsonBody.MaxBytes) return new BadWords(null, "body", string.Format(CultureInfo.InvariantCulture, IsTooLong, payload.Length, JsonBody.MaxBytes));
        return topic.Kind switch
        {
            TopicKind.Report => Report(payload),
            TopicKind.State => Reading(topic.Reading, payload),
            TopicKind.Register => Registration(payload),
            _ => Status(payload),
        };
    }

    private static MachineWords Report(ReadOnlySpan<byte> payload)
    {
        var (body, bad) = JsonBody.Parse(payload, RequestJson.Default.ReportBody);
        if (body is null) return new BadWords(null, bad.Field, bad.Error);
        if (ReportInput.FaultOf(body, isStamped: false) is { } fault) return new BadWords(body.Sequence, fault.Field, fault.Error);
        if (body is { Sequence: null, At: { } at } && ReportNumber.Of(at) < 1) return new BadWords(null, "at", "must be after 1970-01-01T00:00:00Z where there is no sequence");
        return new ReportWords(body.Sequence, body.At, body.State!);
    }

    private static MachineWords Reading(string name, ReadOnlySpan<byte> payload)
    {
        if (!double.TryParse(Encoding.UTF8.GetString(payload).AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return new BadWords(null, $"state.{name}", "must be a number as in 21.5");
        var fault = Readings.Check("state", [KeyValuePair.Create(name, (double?)value)], allowNull: false, allowEmpty: false);
        return fault is { } bad ? new BadWords(null, bad.Field, bad.Error) : new ReportWords(null, null, new Dictionary<string, double>(StringComparer.Ordinal) { [name] = value });
    }

    private static MachineWords Registration(ReadOnlySpan<byte> payload)
    {
        // Who clears a retained message sends an empty one.
        if (payload.IsEmpty) return new NoWords();
        var (body, bad) = JsonBody.Parse(payload, RequestJson.Default.MachineBody);
        return body is null ? new BadWords(null, bad.Field, bad.Error) : new RegistrationWords(new MachineRegistration(body.Station, body.X, body.Y));
    }

    private static MachineWords Status(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return new NoWords();
        var text = payload.Trim(" \r\n\t"u8);
        if (text.SequenceEqual("online"u8)) return new StatusWords(IsOnline: true);
        return text.SequenceEqual("offline"u8) ? new StatusWords(IsOnline: false) : new BadWords(null, "status", "must be online or offline");
    }
}

/// <summary>A report, well-formed.</summary>
/// <param name="Sequence">Its number; null if the machine counts none.</param>
/// <param name="At">When it was measured; null if the machine has no clock.</param>
/// <param name="State">Readings.</param>
internal sealed record ReportWords(long? Sequence, DateTimeOffset? At, IReadOnlyDictionary<string, double> State) : MachineWords;

/// <summary>A registration.</summary>
/// <param name="Machine">What it says.</param>
internal sealed record RegistrationWords(MachineRegistration Machine) : MachineWords;

/// <summary>Whether the machine is there.</summary>
/// <param name="IsOnline">False for its last will.</param>
internal sealed record StatusWords(bool IsOnline) : MachineWords;

/// <summary>Nothing, which is no fault.</summary>
internal sealed record NoWords : MachineWords;

/// <summary>Something that cannot be taken.</summary>
/// <param name="Sequence">Number of the report, where that could be read.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Error">What it must be.</param>
internal sealed record BadWords(long? Sequence, string Field, string Error) : MachineWords;
