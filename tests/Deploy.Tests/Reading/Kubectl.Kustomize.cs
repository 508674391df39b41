using System.Text.Json.Nodes;
using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Reading;

/// <content>What it renders.</content>
internal static partial class Kubectl
{
    /// <summary>What it renders from a folder of the repository.</summary>
    public static IReadOnlyList<JsonNode> Kustomize(params string[] folder) => Yaml.Parse(Run("kustomize", Repository.PathTo(folder)));
}
