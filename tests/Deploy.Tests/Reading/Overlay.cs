using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Reading;

/// <summary>
/// What an overlay renders to. It is kept in <c>Rendered</c> beside the hash of the files that it is made of, so that it can be
/// checked where there is no kubectl; <see cref="RenderTests"/> holds the kept one against the real one.
/// </summary>
internal sealed class Overlay
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Overlay(string name, IEnumerable<JsonNode> documents) => (Name, Documents) = (name, [.. documents.OrderBy(TitleOf, StringComparer.Ordinal)]);

    /// <summary>Every overlay.</summary>
    public static string[] Names { get; } = ["dev", "prod"];

    public string Name { get; }

    /// <summary>All documents, by kind and name.</summary>
    public IReadOnlyList<JsonNode> Documents { get; }

    /// <summary>The hash of the files that overlays are made of.</summary>
    public static string Inputs { get; } = HashInputs();

    /// <summary>The file that keeps it.</summary>
    public string KeptAt => PathOf(Name);

    /// <summary>Everything that runs pods.</summary>
    public IEnumerable<Workload> Workloads => Documents.Where(d => Workload.Kinds.Contains(KindOf(d), StringComparer.Ordinal)).Select(d => new Workload(this, d));

    /// <summary>Reads the kept one.</summary>
    public static Overlay Kept(string name) => new(name, Read(name)["documents"].Items());

    /// <summary>The hash that the kept one was made from.</summary>
    public static string KeptInputs(string name) => Read(name)["inputs"].Text()!;

    /// <summary>One of documents that are at hand.</summary>
    public static Overlay Of(string name, IEnumerable<JsonNode> documents) => new(name, documents);

    /// <summary>Renders it. Of files in ConfigMaps only the hash is kept: they are in the repository as they are.</summary>
    public static Overlay Rendered(string name) => new(name, Kubectl.Kustomize("deploy", "kubernetes", "overlays", name).Select(Shorten));

    public static string KindOf(JsonNode document) => document["kind"].Text()!;

    public static string NameOf(JsonNode document) => document["metadata"]!["name"].Text()!;

    public static string TitleOf(JsonNode document) => $"{KindOf(document)}/{NameOf(document)}";

    /// <summary>All documents of a kind.</summary>
    public IEnumerable<JsonNode> All(string kind) => Documents.Where(d => KindOf(d) == kind);

    /// <summary>The document of a kind and name.</summary>
    public JsonNode One(string kind, string name) => Assert.Single(All(kind), d => NameOf(d) == name);

    /// <summary>The workload of a name.</summary>
    public Workload WorkloadOf(string name) => Assert.Single(Workloads, w => w.Name == name);

    /// <summary>The text of the file that keeps it.</summary>
    public string ToText()
    {
        var kept = new JsonObject { ["inputs"] = Inputs, ["documents"] = new JsonArray([.. Documents.Select(d => d.DeepClone())]) };
        return kept.ToJsonString(s_readable) + "\n";
    }

    private static JsonNode Shorten(JsonNode document)
    {
        if (KindOf(document) != "ConfigMap") return document;
        foreach (var (key, value) in document["data"]!.AsObject().ToArray())
        {
            // A file, not a variable.
            if (key.Contains('.', StringComparison.Ordinal)) document["data"]![key] = $"sha256 {Hash(Encoding.UTF8.GetBytes(value.Text()!))}";
        }
        return document;
    }

    private static string HashInputs()
    {
        var files = new[] { "kubernetes", "observability" }.SelectMany(f => Directory.EnumerateFiles(Repository.PathTo("deploy", f), "*", SearchOption.AllDirectories));
        var lines = files.Select(f => $"{Path.GetRelativePath(Repository.Root, f).Replace('\\', '/')} {Hash(File.ReadAllBytes(f))}").Order(StringComparer.Ordinal);
        return Hash(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(PathOf(name)))!;

    private static string PathOf(string name) => Repository.PathTo("tests", "Deploy.Tests", "Rendered", name + ".json");

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
