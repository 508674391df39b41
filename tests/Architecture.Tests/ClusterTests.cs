using System.Text.RegularExpressions;

namespace Diten.Architecture.Tests;

/// <summary>Rules of the cluster that can be read off its sources, so that they hold where it cannot be compiled.</summary>
public sealed class ClusterTests
{
    private const int LongestGrainFile = 200;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    [Fact]
    public void Grains_hold_no_arithmetic_on_model_parameters()
    {
        var offenders = Sources("Grains").SelectMany(f => ParameterArithmetic.In(f.Text).Select(wrong => $"{f.Name} {wrong}"));
        Assert.True(!offenders.Any(), "a formula lives in Core:\n" + string.Join('\n', offenders));
    }

    [Theory]
    [InlineData("void A(float[] w) { w[0] = 1; }")]
    [InlineData("void A(ReadOnlyMemory<float> w) { var x = w.Span[3] * 2; }")]
    [InlineData("void A(Span<float> w) { foreach (var x in w) Use(x); }")]
    [InlineData("var w = new float[n]; w[i] += 1;")]
    [InlineData("var w = MemoryMarshal.Cast<byte, float>(bytes); w[^1]++;")]
    [InlineData("void A(float[] w) => w.Sum();")]
    [InlineData("float Half(float x) => x / 2;")]
    [InlineData("var y = (float)x;")]
    [InlineData("TensorPrimitives.Add(a, b, c);")]
    [InlineData("var v = Vector256.Add(a, b);")]
    [InlineData("var n = ModelNorm.Of(model);")]
    [InlineData("var t = UpdateWeight.Compute(gap, change, rate, frequency, scale, options);")]
    [InlineData("var a = new NormalizedAggregator();")]
    [InlineData("var n = Math.Sqrt(x);")]
    public void Arithmetic_on_parameters_is_found(string code) => Assert.NotEmpty(ParameterArithmetic.In(code));

    [Theory]
    [InlineData("float[] Next(float[] w) => state.Model = w;")]
    [InlineData("void A(float[] w) { var bytes = MemoryMarshal.AsBytes(w.AsSpan()); Send(w[..10], w.Length); }")]
    [InlineData("var w = MemoryMarshal.Cast<byte, float>(bytes).ToArray(); Use(w);")]
    [InlineData("var offer = new OfferMessage { UpdateWeight = tau, BlockSnr = snr }; Use(offer.UpdateWeight.ToString());")]
    [InlineData("// w[0] * 2f, TensorPrimitives\nvar text = \"ModelNorm.Of(float x)\"; var list = new List<float[]>();")]
    [InlineData("ReadOnlyMemory<float> Parameters { get; }")]
    [InlineData("var n = Math.Min(a, b); var scale = new PopulationScale(a, b, c);")]
    public void Passing_parameters_on_is_allowed(string code) => Assert.Empty(ParameterArithmetic.In(code));

    [Fact]
    public void Files_of_grains_are_short()
    {
        var offenders = Sources("Grains").Select(f => (f.Name, Lines: f.Text.Count(c => c == '\n'))).Where(f => f.Lines >= LongestGrainFile);
        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("Interfaces", @"Diten\.(?!Interfaces\b)|Microsoft\.(AspNetCore|Extensions)|Orleans\.(Hosting|Storage|Configuration)")]
    [InlineData("Grains", @"Diten\.(Client|Silo|Dashboard|Simulation)|Microsoft\.AspNetCore|Npgsql|Microsoft\.Data")]
    [InlineData("Security", @"Diten\.(?!Security\b)|Orleans\b")]
    [InlineData("Silo", @"Diten\.(Client|Dashboard|Simulation|Core|Learning)\b")]
    [InlineData("Client", @"Diten\.(Grains|Silo)\b|Orleans\.Storage")]
    public void A_project_of_the_cluster_names_only_what_it_may_know(string project, string forbidden)
    {
        var named = new Regex($@"^\s*(global\s+)?using\s+(static\s+)?({forbidden})|(?<![\w.])(global::)?({forbidden})\w*\.", RegexOptions.Multiline, s_limit);
        var offenders = Sources(project).SelectMany(f => named.Matches(SourceCode.Of(f.Text)).Select(m => $"{f.Name}: {m.Value.Trim()}"));
        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("Silo")]
    [InlineData("Client")]
    [InlineData("Interfaces")]
    public void Only_Grains_has_grains(string project)
    {
        var grain = new Regex(@"\bclass\s+\w+[^{;]*:\s*(Grain\b|[^{;]*\bIGrainBase\b)", RegexOptions.None, s_limit);
        Assert.Empty(Sources(project).Where(f => grain.IsMatch(SourceCode.Of(f.Text))).Select(f => f.Name));
    }

    [Fact]
    public void Every_grain_interface_and_each_of_its_methods_has_an_alias()
    {
        var wrong = new List<string>();
        var methods = 0;
        foreach (var (name, text) in Sources("Interfaces"))
        {
            foreach (Match type in Regex.Matches(text, @"(?<attributes>(^\[[^\n]*\]\n)*)public interface (?<name>\w+) : IGrain\w+\n\{(?<body>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, s_limit))
            {
                if (!type.Groups["attributes"].Value.Contains($"[Alias(\"diten.{type.Groups["name"].Value}\")]", StringComparison.Ordinal)) wrong.Add($"{name}: {type.Groups["name"].Value} has no alias diten.{type.Groups["name"].Value}");
                foreach (Match method in Regex.Matches(type.Groups["body"].Value, @"(?<attributes>(^    \[[^\n]*\]\n)*)^    (Task|ValueTask)[^\n]*? (?<name>\w+)Async\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, s_limit))
                {
                    methods++;
                    if (!method.Groups["attributes"].Value.Contains($"[Alias(\"{method.Groups["name"].Value}\")]", StringComparison.Ordinal)) wrong.Add($"{name}: {method.Groups["name"].Value}Async has no alias {method.Groups["name"].Value}");
                }
            }
        }

        Assert.True(methods >= 40, $"only {methods} methods found");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_serialized_type_has_an_alias()
    {
        var all = Sources("Interfaces").Concat(Sources("Grains"))
            .SelectMany(f => Regex.Matches(f.Text, @"^\s*\[[^\n]*\bGenerateSerializer\b[^\n]*", RegexOptions.Multiline, s_limit).Select(m => (f.Name, Line: m.Value))).ToArray();
        Assert.True(all.Length >= 35, $"only {all.Length} types found");
        Assert.Empty(all.Where(t => !t.Line.Contains("Alias(\"diten.", StringComparison.Ordinal)).Select(t => $"{t.Name}: {t.Line.Trim()}"));
    }

    [Fact]
    public void Grains_read_no_clock_of_their_own()
    {
        var clock = new Regex(@"\b((?<!AddSingleton\()TimeProvider\.System|Stopwatch\.(StartNew|GetTimestamp|GetElapsedTime)|Environment\.TickCount|Console\.)", RegexOptions.None, s_limit);
        Assert.Empty(Sources("Grains").Where(f => clock.IsMatch(SourceCode.Of(f.Text))).Select(f => f.Name));
    }

    [Theory]
    [InlineData("Silo")]
    [InlineData("Client")]
    [InlineData("Simulation")]
    [InlineData("Dashboard")]
    public void Nothing_listens_beyond_loopback_by_default(string project)
    {
        var open = new Regex(@"IPAddress\.(IPv6)?Any\b|ListenAnyIP|0\.0\.0\.0|https?://(\*|\+|\[::\])|listenOnAnyHostAddress:\s*true", RegexOptions.None, s_limit);
        Assert.Empty(Sources(project).SelectMany(f => open.Matches(f.Text).Select(m => $"{f.Name}: {m.Value}")));
    }

    private static IEnumerable<(string Name, string Text)> Sources(string project) =>
        Repository.Files("src/" + project, "*.cs").Select(f => (Path.GetRelativePath(Repository.Root, f), File.ReadAllText(f)));
}
