using System.Text.Json;
using Diten.Simulation.Commands;
using Diten.Simulation.Commands.Solve;

namespace Diten.Simulation.Tests.Commands;

public sealed class SolveInputTests
{
    private const string Device = """{"samples":600,"cyclesPerSample":2e6,"minFrequency":3e8,"maxFrequency":2e9,"energyCoefficient":1e-28}""";
    private const string Update = """{"samples":600,"roundGap":1,"rate":1e6,"frequency":1e9,"parameters":[1,2]}""";
    private const string Weights = "{\"mode\":\"normalized\",\"previous\":[1,1],\"updates\":[" + Update + "],\"ratioScale\":null}";

    [Theory]
    [InlineData("\"samples\":600", "\"samples\":0", "devices[1].samples", "above 0")]
    [InlineData("\"samples\":600", "\"samples\":-1", "devices[1].samples", "above 0")]
    [InlineData("\"samples\":600", "\"samples\":\"600\"", "devices[1].samples", "a finite number above 0")]
    [InlineData("\"samples\":600", "\"samples\":null", "devices[1].samples", "a finite number above 0")]
    [InlineData("\"samples\":600,", "", "devices[1].samples", "is missing")]
    [InlineData("\"samples\":600", "\"sample\":600", "devices[1].sample:", "unknown field")]
    [InlineData("\"samples\":600", "\"samples\":600,\"samples\":600", "devices[1].samples", "twice")]
    [InlineData("2e6", "1e999", "devices[1].cyclesPerSample", "finite")]
    [InlineData("2e6", "Infinity", "devices[1].cyclesPerSample", "finite")]
    [InlineData("2e6", "-Infinity", "devices[1].cyclesPerSample", "finite")]
    [InlineData("2e6", "NaN", "devices[1].cyclesPerSample", "finite")]
    [InlineData("2e6", "[1]", "devices[1].cyclesPerSample", "is an array")]
    [InlineData("3e8", "3e9", "devices[1].minFrequency", "at most maxFrequency = 2000000000")]
    [InlineData("3e8", "0", "devices[1].minFrequency", "above 0")]
    [InlineData("2e9", "-2e9", "devices[1].maxFrequency", "above 0")]
    [InlineData("1e-28", "-1e-28", "devices[1].energyCoefficient", "0 or more")]
    [InlineData("1e-28", "1e300", "devices[1].energyCoefficient", "overflow")]
    public void A_bad_device_is_named(string good, string bad, string field, string range)
    {
        Assert.Contains(good, Device, StringComparison.Ordinal);
        var json = "{\"gamma\":1,\"devices\":[" + Device + "," + Device.Replace(good, bad, StringComparison.Ordinal) + "]}";
        AssertRefused(CpuProblem.Solve, json, field, range);
    }

    [Theory]
    [InlineData("", "input", "empty")]
    [InlineData("  \n", "input", "empty")]
    [InlineData("[]", "input", "object")]
    [InlineData("{\"gamma\":1", "input", "line 1")]
    [InlineData("{\"gamma\":1,}", "input", "line 1")]
    [InlineData("{\"gamma\":1}{}", "input", "line 1")]
    [InlineData("{\"gamma\":-1,\"devices\":[{}]}", "gamma", "0 or more")]
    [InlineData("{\"devices\":[{}]}", "gamma", "missing")]
    [InlineData("{\"gamma\":1}", "devices", "missing")]
    [InlineData("{\"gamma\":1,\"devices\":[]}", "devices", "one or more")]
    [InlineData("{\"gamma\":1,\"devices\":{}}", "devices", "array")]
    [InlineData("{\"gamma\":1,\"devices\":[7]}", "devices[0]", "object")]
    [InlineData("{\"gamma\":1,\"devices\":[{}],\"extra\":1}", "extra", "unknown field")]
    public void A_bad_cpu_problem_is_named(string json, string field, string range) => AssertRefused(CpuProblem.Solve, json, field, range);

    [Theory]
    [InlineData("\"normalized\"", "\"median\"", "mode", "one of normalized")]
    [InlineData("\"normalized\"", "1", "mode", "one of normalized")]
    [InlineData("[1,1]", "[0,0]", "previous", "norm")]
    [InlineData("[1,1]", "[]", "previous", "one or more")]
    [InlineData("[1,1]", "[1,\"1\"]", "previous[1]", "finite number")]
    [InlineData("[1,1]", "[1,NaN]", "previous[1]", "finite number")]
    [InlineData("[1,2]", "[1,2,3]", "updates[0].parameters", "must have 2")]
    [InlineData("[1,2]", "[1]", "updates[0].parameters", "must have 2")]
    [InlineData("\"samples\":600", "\"samples\":0", "updates[0].samples", "above 0")]
    [InlineData("\"roundGap\":1", "\"roundGap\":-1", "updates[0].roundGap", "from 0")]
    [InlineData("\"roundGap\":1", "\"roundGap\":1.5", "updates[0].roundGap", "whole number")]
    [InlineData("\"rate\":1e6", "\"rate\":0", "updates[0].rate", "above 0")]
    [InlineData("\"frequency\":1e9", "\"frequency\":0", "updates[0].frequency", "above 0")]
    [InlineData("\"frequency\":1e9,", "", "updates[0].frequency", "missing")]
    [InlineData("\"ratioScale\":null", "\"ratioScale\":0", "ratioScale", "above 0, or null")]
    [InlineData("\"ratioScale\":null", "\"ratioscale\":null", "ratioscale", "unknown field")]
    [InlineData("[" + Update + "]", "[]", "updates", "one or more")]
    public void A_bad_weights_problem_is_named(string good, string bad, string field, string range)
    {
        Assert.Contains(good, Weights, StringComparison.Ordinal);
        AssertRefused(WeightsProblem.Solve, Weights.Replace(good, bad, StringComparison.Ordinal), field, range);
    }

    [Fact]
    public void Words_in_strings_are_left_alone()
    {
        var e = Assert.Throws<InputException>(() => CpuProblem.Solve("""{"a \"NaN\" Infinity":1}"""));
        Assert.Equal("a \"NaN\" Infinity", e.Field);
    }

    [Theory]
    [InlineData("literal", 1.0)]
    [InlineData("normalized", 1.0)]
    [InlineData("residual", 2.5)]
    public void Weights_follow_equations_21_and_22_in_double(string mode, double scale)
    {
        var json = $$"""
            {"mode":"{{mode}}","previous":[0.1,0.3],"ratioScale":{{scale}},"updates":[
             {"samples":100,"roundGap":2,"rate":3,"frequency":4,"parameters":[0.2,0.3]},
             {"samples":300,"roundGap":1,"rate":1,"frequency":4,"parameters":[0.1,-0.7]}]}
            """;
        var norm = Math.Sqrt(0.1);
        double[] tau = [2 * 0.1 / norm * 0.75 / scale, 1.0 / norm * 0.25 / scale];
        double[] printed = [0.25 * (1 - Math.Exp(-tau[0])), 0.75 * (1 - Math.Exp(-tau[1]))];
        var sum = mode == "normalized" ? printed.Sum() : 1;
        var rest = mode == "residual" ? 1 - printed.Sum() : 0;
        using var answer = JsonDocument.Parse(WeightsProblem.Solve(json));
        AssertClose(tau, answer.RootElement.GetProperty("tau"));
        AssertClose([printed[0] / sum, printed[1] / sum], answer.RootElement.GetProperty("weights"));
        AssertClose(
            [(rest * 0.1) + (((printed[0] * 0.2) + (printed[1] * 0.1)) / sum), (rest * 0.3) + (((printed[0] * 0.3) - (printed[1] * 0.7)) / sum)],
            answer.RootElement.GetProperty("aggregate"));
    }

    [Theory]
    [InlineData("2e154", "1e154", 0.5)]
    [InlineData("-3e-170", "-6e-170", 1.0)]
    [InlineData("1e-300", "4e-300", 3.0)]
    [InlineData("1e300", "1e300", 0.0)]
    public void Squares_of_huge_and_tiny_parameters_neither_overflow_nor_vanish(string before, string after, double tau)
    {
        var json = $$"""{"mode":"literal","previous":[{{before}},0],"updates":[{"samples":1,"roundGap":1,"rate":1,"frequency":1,"parameters":[{{after}},0]}]}""";
        using var answer = JsonDocument.Parse(WeightsProblem.Solve(json));
        AssertClose([tau], answer.RootElement.GetProperty("tau"));
    }

    [Theory]
    [InlineData("\"samples\":600", "\"samples\":1e308", "sum must stay below")]
    [InlineData("\"rate\":1e6,\"frequency\":1e9", "\"rate\":1e308,\"frequency\":1e-308", "below 1.8e308")]
    public void What_is_too_much_together_is_said_in_one_line(string good, string bad, string range)
    {
        var one = Update.Replace(good, bad, StringComparison.Ordinal);
        Assert.DoesNotContain(good, one, StringComparison.Ordinal);
        AssertRefused(WeightsProblem.Solve, "{\"mode\":\"literal\",\"previous\":[1,1],\"updates\":[" + one + "," + one + "],\"ratioScale\":1e-9}", "updates", range);
    }

    [Fact]
    public void Without_a_scale_the_mean_ratio_of_the_updates_is_taken()
    {
        const string head = """{"mode":"samples","previous":[1],"updates":[{"samples":1,"roundGap":1,"rate":1,"frequency":1,"parameters":[2]},{"samples":1,"roundGap":1,"rate":3,"frequency":1,"parameters":[2]}]""";
        using var absent = JsonDocument.Parse(WeightsProblem.Solve(head + "}"));
        using var isNull = JsonDocument.Parse(WeightsProblem.Solve(head + ",\"ratioScale\":null}"));
        AssertClose([0.5, 1.5], absent.RootElement.GetProperty("tau"));
        AssertClose([0.5, 1.5], isNull.RootElement.GetProperty("tau"));
    }

    private static void AssertClose(double[] expected, JsonElement actual)
    {
        var values = actual.EnumerateArray().Select(e => e.GetDouble()).ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 1e-14);
    }

    private static void AssertRefused(Func<string, string> solve, string json, string field, string range)
    {
        var e = Assert.Throws<InputException>(() => solve(json));
        Assert.StartsWith(field, e.Message, StringComparison.Ordinal);
        Assert.Contains(range, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
