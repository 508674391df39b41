using System.Globalization;
using System.Reflection;
using Diten.Simulation.Scenario;

namespace Diten.Simulation.Tests.Scenario;

public sealed class ScenarioOptionsTests
{
    private static readonly Dictionary<string, string> Pinned = new(StringComparer.Ordinal)
    {
        ["Seed"] = "1", ["Devices"] = "100", ["Stations"] = "1", ["Threads"] = "0", ["Rounds"] = "0",
        ["MacroStation"] = "False", ["RoundsPerMacroRound"] = "1", ["EvaluateEvery"] = "1",
        ["Subcarriers"] = "256", ["BandwidthHz"] = "20000000", ["CoherenceBlock"] = "8", ["ChannelStates"] = "8",
        ["DopplerHz"] = "0.1", ["ChannelSecondsPerRound"] = "1", ["Propagation"] = "distance",
        ["NearSnrDb"] = "25", ["FarSnrDb"] = "5", ["CellRadiusMetres"] = "250", ["MinimumDistanceMetres"] = "10",
        ["ShadowingDb"] = "8", ["NoiseFigureDb"] = "7", ["TransmitPowerWatts"] = "0.2", ["TransmitCoefficient"] = "1",
        ["BackhaulSnrDb"] = "25", ["StateReportBits"] = "1024",
        ["Regime"] = "compute", ["CyclesPerSample"] = "", ["SamplesMean"] = "600", ["SamplesDeviation"] = "200",
        ["SamplesMinimum"] = "50", ["FrequencyMeanHz"] = "1200000000", ["FrequencyDeviationHz"] = "400000000",
        ["FrequencyMinimumHz"] = "300000000", ["FrequencyMaximumHz"] = "4000000000", ["EnergyCoefficient"] = "1E-28",
        ["DropOutProbability"] = "0", ["ReturnProbability"] = "0.25", ["StraggleProbability"] = "0",
        ["StraggleFactor"] = "0.25", ["MoveProbability"] = "0",
        ["EstimateAgeRounds"] = "0", ["EstimateNoise"] = "0",
        ["Scheme"] = "diten", ["Allocator"] = "paper", ["Aggregation"] = "normalized", ["Adoption"] = "keep",
        ["Participants"] = "30", ["Threshold"] = "", ["ClipRatio"] = "True", ["StalenessCap"] = "6", ["WeightScale"] = "1",
        ["Model"] = "lenet5", ["Learner"] = "built-in", ["LearnerDevice"] = "auto", ["ModelFile"] = "", ["Dataset"] = "auto", ["BitsPerParameter"] = "32", ["LearningRate"] = "0.1",
        ["BatchSize"] = "10", ["Epochs"] = "1", ["Partition"] = "iid", ["DirichletAlpha"] = "0.5",
    };

    private static IEnumerable<PropertyInfo> Settable =>
        typeof(ScenarioOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);

    [Fact]
    public void Every_default_is_pinned()
    {
        var options = new ScenarioOptions();
        var actual = Settable.ToDictionary(p => p.Name, p => Convert.ToString(p.GetValue(options), CultureInfo.InvariantCulture)!, StringComparer.Ordinal);
        Assert.Equal(Pinned.OrderBy(p => p.Key, StringComparer.Ordinal), actual.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_defaults_are_valid() => Assert.Same(new ScenarioOptions().Checked().Scheme, new ScenarioOptions().Scheme);

    [Fact]
    public void Every_number_out_of_range_is_refused_by_name()
    {
        foreach (var property in Settable.Where(p => p.PropertyType != typeof(string) && p.PropertyType != typeof(bool)))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            object bad = type == typeof(int) ? (object)-1 : -1e99;
            var options = new ScenarioOptions();
            property.SetValue(options, bad);
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => options.Checked());
            Assert.Equal(property.Name, error.ParamName);
            Assert.Contains("between", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Scheme")]
    [InlineData("Allocator")]
    [InlineData("Aggregation")]
    [InlineData("Adoption")]
    [InlineData("Regime")]
    [InlineData("Partition")]
    [InlineData("Propagation")]
    [InlineData("Learner")]
    [InlineData("LearnerDevice")]
    public void An_unknown_word_is_refused_and_the_known_ones_are_named(string field)
    {
        var options = new ScenarioOptions();
        typeof(ScenarioOptions).GetProperty(field)!.SetValue(options, "nonsense");
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => options.Checked());
        Assert.Equal(field, error.ParamName);
        Assert.Contains(" or ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nan_is_refused() =>
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new ScenarioOptions { LearningRate = double.NaN }.Checked()).ParamName);

    [Fact]
    public void Rules_between_fields_hold()
    {
        Assert.Equal("CoherenceBlock", Refused(new() { Subcarriers = 4 }));
        Assert.Equal("FarSnrDb", Refused(new() { FarSnrDb = 30 }));
        Assert.Equal("MinimumDistanceMetres", Refused(new() { CellRadiusMetres = 5 }));
        Assert.Equal("FrequencyMinimumHz", Refused(new() { FrequencyMinimumHz = 5e9 }));
        Assert.Equal("ModelFile", Refused(new() { ModelFile = "mine.pt" }));
        Assert.Equal("LearnerDevice", Refused(new() { LearnerDevice = "cuda" }));

        static string? Refused(ScenarioOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => options.Checked()).ParamName;
    }

    [Theory]
    [InlineData("compute", 2e6)]
    [InlineData("communication", 5e5)]
    public void The_regime_sets_the_cycles_unless_they_are_given(string regime, double cycles)
    {
        Assert.Equal(cycles, new ScenarioOptions { Regime = regime }.EffectiveCyclesPerSample);
        Assert.Equal(7, new ScenarioOptions { Regime = regime, CyclesPerSample = 7 }.EffectiveCyclesPerSample);
    }
}
