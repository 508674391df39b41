using System.Text.RegularExpressions;

namespace Diten.Architecture.Tests;

/// <summary>
/// Finds arithmetic on model parameters in the source of a grain: parameters are single floats, so a scalar float, an element of a
/// container of floats, a vector or a kernel gives it away. Containers may be passed on, sliced, copied and cast to bytes.
/// </summary>
internal static partial class ParameterArithmetic
{
    /// <summary>Types of Core's aggregation that a grain may name: they carry settings and results.</summary>
    private static readonly string[] s_carried = ["Aggregators", "IAggregator", "PopulationScale", "UpdateWeightOptions"];

    private static readonly Lazy<Regex> s_kernels = new(() => new Regex(
        $@"(?<!\.)\b({string.Join('|', Kernels())})\s*[.(<]|\b(TensorPrimitives|MathF|Vector(64|128|256|512)?\s*[.<]|System\.Numerics\.Tensors|Math\.(Exp|Log\w*|Pow|Sqrt|Cbrt|FusedMultiplyAdd))",
        RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)));

    /// <summary>What is wrong in a source text, one line each.</summary>
    public static IEnumerable<string> In(string source)
    {
        var code = SourceCode.Of(source);
        foreach (Match m in s_kernels.Value.Matches(code)) yield return $"uses {m.Value.Trim()}";
        foreach (Match m in Scalar().Matches(code)) yield return $"has a single float: {m.Value.Trim()}";
        foreach (var name in Containers().Matches(code).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal))
        {
            var element = new Regex($@"\b{name}(\.Span|\.Value)?[!?]?\s*\[(?![^\]]*\.\.)[^\]]*\]|\bin\s+{name}(\.Span)?\s*\)|\b{name}\s*\.\s*(Select|Sum|Zip|Aggregate|Average|Max|Min)\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
            foreach (Match m in element.Matches(code)) yield return $"looks into parameters: {m.Value.Trim()}";
        }
    }

    private static IEnumerable<string> Kernels() =>
        Repository.Files("src/Core/Aggregation", "*.cs").Select(f => Path.GetFileName(f).Split('.')[0]).Distinct(StringComparer.Ordinal).Except(s_carried, StringComparer.Ordinal);

    /// <summary>A float that is not the element type of a container or of a cast between spans.</summary>
    [GeneratedRegex(@"(?<![<,]\s*)(?<!new\s+)\bfloat\b(?!\s*(\[|>|\?\s*\[))(?!\))[^\n]{0,30}|\(float\)[^\n]{0,30}", RegexOptions.None, 5000)]
    private static partial Regex Scalar();

    [GeneratedRegex(@"(float\s*\[\]|(ReadOnly)?(Span|Memory)<float>)\??\s+(?<name>\w+)|\b(?<name>\w+)\s*=\s*(new\s+float\s*\[|MemoryMarshal\.Cast<\w+,\s*float>|[^;\n]*\.ToFloats?\()", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Containers();
}
