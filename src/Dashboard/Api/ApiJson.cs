using System.Text.Json;
using System.Text.Json.Serialization;
using Diten.Core.Network;
using Microsoft.AspNetCore.Mvc;

namespace Diten.Dashboard.Api;

/// <summary>Liveness as <c>online</c>, <c>stale</c>, …</summary>
internal sealed class LivenessConverter() : JsonStringEnumConverter<Liveness>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>What the API says. A number that is not finite is written as null's neighbour, a string, rather than failing the answer.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(LivenessConverter)])]
[JsonSerializable(typeof(NetworkSnapshot))]
[JsonSerializable(typeof(TwinList))]
[JsonSerializable(typeof(TwinSnapshot))]
[JsonSerializable(typeof(TwinHistory))]
[JsonSerializable(typeof(WriteAnswer))]
[JsonSerializable(typeof(CommandList))]
[JsonSerializable(typeof(IReadOnlyList<StationSnapshot>))]
[JsonSerializable(typeof(AllocationSnapshot))]
[JsonSerializable(typeof(IReadOnlyList<RoundSnapshot>))]
[JsonSerializable(typeof(IReadOnlyList<DevicePosition>))]
[JsonSerializable(typeof(NetworkEvent))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>What the API hears: strict, since a misspelt field that is silently dropped is a command that never arrives.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    MaxDepth = 8)]
[JsonSerializable(typeof(ReportBody))]
[JsonSerializable(typeof(MachineBody))]
[JsonSerializable(typeof(LivenessBody))]
[JsonSerializable(typeof(CommandsBody))]
[JsonSerializable(typeof(Dictionary<string, double?>))]
internal sealed partial class RequestJson : JsonSerializerContext;
