using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Reading;

/// <summary><c>deploy/docker/compose.yaml</c>.</summary>
internal static class Compose
{
    public static JsonNode File { get; } = Yaml.Read(Repository.PathTo("deploy", "docker", "compose.yaml"));

    public static IReadOnlyDictionary<string, JsonNode> Services { get; } = File["services"]!.AsObject().ToDictionary(s => s.Key, s => s.Value!, StringComparer.Ordinal);

    /// <summary>The variables of a service; those that the person must give are <c>test-only</c>.</summary>
    public static Dictionary<string, string> Environment(string service) => (Services[service]["environment"]?.AsObject() ?? [])
        .ToDictionary(v => v.Key, v => Regex.Replace(v.Value.Text()!, @"\$\{\w+:\?[^}]*\}", "test-only", RegexOptions.None, TimeSpan.FromSeconds(10)), StringComparer.Ordinal);
}
