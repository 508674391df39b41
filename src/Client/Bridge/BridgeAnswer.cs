using System.Text.Json;
using System.Text.Json.Serialization;
using Diten.Core.Network;
using Diten.Core.Twins;

namespace Diten.Client.Bridge;

/// <summary>What a machine is told of a message that was not taken.</summary>
/// <param name="Topic">Where the message came.</param>
/// <param name="Sequence">Number of the report; null if it has none.</param>
/// <param name="Status"><c>duplicate</c>, <c>not-found</c>, <c>conflict</c>, <c>invalid</c> or <c>dropped</c>.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Error">What is wrong and what is allowed.</param>
/// <param name="LastSequence">The twin's last accepted number; null if that is not known.</param>
internal sealed record BridgeAnswer(string Topic, long? Sequence, string Status, string Field, string Error, long? LastSequence)
{
    /// <summary>As it is sent.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BridgeJson.Default.BridgeAnswer);

    /// <summary>Name of an outcome, as machines and metrics are told it.</summary>
    public static string NameOf(WriteStatus status) => status switch
    {
        WriteStatus.Accepted => "accepted",
        WriteStatus.Duplicate => "duplicate",
        WriteStatus.NotFound => "not-found",
        WriteStatus.Conflict => "conflict",
        _ => "invalid",
    };
}

/// <summary>A command as a machine is told it.</summary>
/// <param name="Number">Number; the same when it is repeated.</param>
/// <param name="Reading">Reading that is to be brought to a value.</param>
/// <param name="Value">The value.</param>
/// <param name="Attempt">1 for the first time.</param>
/// <param name="ExpiresAt">When it is given up.</param>
internal sealed record MachineCommand(long Number, string Reading, double Value, int Attempt, DateTimeOffset ExpiresAt)
{
    /// <summary>A command of the twin's.</summary>
    public static MachineCommand Of(DeviceCommand command) => new(command.Id, command.Reading, command.Value, command.Attempt, command.ExpiresAt);

    /// <summary>As it is sent.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BridgeJson.Default.MachineCommand);
}

/// <summary>What the bridge says.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BridgeAnswer))]
[JsonSerializable(typeof(MachineCommand))]
internal sealed partial class BridgeJson : JsonSerializerContext;
