using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Diten.Deploy.Tests.Reading;

/// <summary>YAML as JSON nodes; every scalar is a text.</summary>
internal static class Yaml
{
    /// <summary>Every document of a text, with anchors and merge keys resolved.</summary>
    public static IReadOnlyList<JsonNode> Parse(string text)
    {
        var deserializer = new DeserializerBuilder().Build();
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var documents = new List<JsonNode>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (Convert(deserializer.Deserialize<object?>(parser)) is { } document) documents.Add(document);
        }
        return documents;
    }

    /// <summary>The one document of a file of the repository.</summary>
    public static JsonNode Read(string path) => Assert.Single(Parse(File.ReadAllText(path)));

    /// <summary>The texts of a list, or none if it is not there.</summary>
    public static string[] Texts(this JsonNode? list) => list is null ? [] : [.. list.AsArray().Select(n => n!.GetValue<string>())];

    /// <summary>The items of a list, or none if it is not there.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? list) => list is null ? [] : list.AsArray().Select(n => n!);

    /// <summary>The text of a scalar, or null if it is not there.</summary>
    public static string? Text(this JsonNode? scalar) => scalar?.GetValue<string>();

    /// <summary>The number of a scalar.</summary>
    public static int Number(this JsonNode? scalar) => int.Parse(scalar.Text() ?? throw new InvalidDataException("is missing"), System.Globalization.CultureInfo.InvariantCulture);

    private static JsonNode? Convert(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        IDictionary<object, object> map => new JsonObject(map.Select(e => KeyValuePair.Create((string)e.Key, Convert(e.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(Convert)]),
        _ => throw new InvalidDataException($"{value.GetType()} in YAML"),
    };
}
