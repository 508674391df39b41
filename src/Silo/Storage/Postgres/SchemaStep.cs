using System.Globalization;
using System.Reflection;

namespace Diten.Silo.Storage.Postgres;

/// <summary>One step of the schema: an embedded file <c>NNN-name.sql</c>. Steps that have been released are never edited; a change is a new step.</summary>
/// <param name="Version">Version of the schema after this step, from 1 without gaps.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Sql">What is run.</param>
internal sealed record SchemaStep(int Version, string Name, string Sql)
{
    private const string Prefix = "schema/";

    /// <summary>Every step in order.</summary>
    public static IReadOnlyList<SchemaStep> All { get; } = [.. Load()];

    private static IEnumerable<SchemaStep> Load()
    {
        var assembly = typeof(SchemaStep).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => Read(assembly, n))
            .OrderBy(s => s.Version);
    }

    private static SchemaStep Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var file = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
        var dash = file.IndexOf('-', StringComparison.Ordinal);
        return new SchemaStep(int.Parse(file.AsSpan(0, dash), CultureInfo.InvariantCulture), file[(dash + 1)..], reader.ReadToEnd());
    }
}
