using System.Text.Json;
using Diten.Simulation.Commands;
using Diten.Simulation.Commands.Solve;
using Diten.Simulation.Schemes;

namespace Diten.Simulation.Tests.Commands;

public sealed class SolveAllocationTests
{
    private const string Good = """{"computeTimes":[1,2],"bits":[8,8],"rates":[[4,4,1,1],[1,1,4,4]],"allocator":"local-search","limits":{"maxAverageSeconds":9,"relax":false}}""";

    [Fact]
    public void The_answer_has_exactly_the_documented_fields_and_they_agree()
    {
        using var answer = JsonDocument.Parse(AllocationSolve.Solve(Good));
        Assert.Equal(
            "owner times makespan psi lowerBound gap decisionMilliseconds",
            string.Join(' ', answer.RootElement.EnumerateObject().Select(field => field.Name)));
        // Device 0 gives one away: that delays nothing, and both end nearly together.
        Assert.Equal([0, 1, 1, 1], Values(answer, "owner"));
        Assert.Equal([3, 2 + (8.0 / 9)], Values(answer, "times"));
        Assert.Equal(3, Value(answer, "makespan"));
        Assert.Equal(1.0 / 162, Value(answer, "psi"), 1e-12);
        Assert.InRange(Value(answer, "lowerBound"), 2.9, 3);
        Assert.Equal((3 / Value(answer, "lowerBound")) - 1, Value(answer, "gap"), 1e-12);
        Assert.True(Value(answer, "decisionMilliseconds") > 0);
    }

    [Fact]
    public void Every_allocator_answers_and_none_beats_the_bound()
    {
        foreach (var name in AllocatorCatalog.Names)
        {
            using var answer = JsonDocument.Parse(AllocationSolve.Solve(Good.Replace("local-search", name, StringComparison.Ordinal)));
            Assert.True(Value(answer, "makespan") >= Value(answer, "lowerBound"));
            Assert.Contains(name, AllocationFormat.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_power_forbids_stays_idle_and_energy_is_told()
    {
        var json = Good.Replace("\"relax\":false", "\"maxPowerWatts\":0.1,\"wattsPerSubcarrier\":0.1", StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(AllocationSolve.Solve(json));
        var owner = answer.RootElement.GetProperty("owner").EnumerateArray().Select(o => o.ValueKind).ToArray();
        Assert.Equal(2, owner.Count(kind => kind == JsonValueKind.Null));
        Assert.Equal([3, 4], Values(answer, "times"));
        // 0.1 W for 8/4 s each.
        Assert.Equal(0.4, Value(answer, "energyJoules"), 1e-12);
    }

    [Fact]
    public void Relax_tells_whom_it_dropped()
    {
        var json = Good.Replace("\"maxAverageSeconds\":9,\"relax\":false", "\"maxAverageSeconds\":2,\"relax\":true", StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(AllocationSolve.Solve(json));
        Assert.Equal([1], Values(answer, "dropped"));
        Assert.Equal(JsonValueKind.Null, answer.RootElement.GetProperty("times")[1].ValueKind);
        Assert.All(answer.RootElement.GetProperty("owner").EnumerateArray(), owner => Assert.Equal(0, owner.GetInt32()));
    }

    [Theory]
    [InlineData("[1,2]", "[1,-2]", "computeTimes[1]", "0 or more")]
    [InlineData("[1,2]", "[1,NaN]", "computeTimes[1]", "0 or more")]
    [InlineData("[1,2]", "[]", "computeTimes", "one or more")]
    [InlineData("\"computeTimes\":[1,2],", "", "computeTimes", "is missing")]
    [InlineData("[8,8]", "[8,0]", "bits[1]", "above 0")]
    [InlineData("[8,8]", "[8]", "bits", "must have 2")]
    [InlineData("[[4,4,1,1],[1,1,4,4]]", "[[4,4,1,1]]", "rates", "must have 2")]
    [InlineData("[1,1,4,4]", "[1,1,4]", "rates[1]", "must have 4")]
    [InlineData("[1,1,4,4]", "[1,1,4,Infinity]", "rates[1][3]", "finite")]
    [InlineData("[1,1,4,4]", "[1,1,4,-4]", "rates[1][3]", "0 or more")]
    [InlineData("[1,1,4,4]", "7", "rates[1]", "an array")]
    [InlineData("[4,4,1,1]", "[]", "rates[0]", "one or more")]
    [InlineData("[1,1,4,4]", "[0,0,0,0]", "rates[1]", "above 0")]
    [InlineData("[[4,4,1,1],[1,1,4,4]]", "[[4],[4]]", "rates", "at least 2 subcarriers")]
    [InlineData("local-search", "best", "allocator", "one of equal-share")]
    [InlineData("\"relax\":false", "\"relax\":1", "limits.relax", "true or false")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxAverageSeconds\":0", "limits.maxAverageSeconds", "above 0, or null")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxAverageSeconds\":2", "limits.maxAverageSeconds", "infeasible: mean time is at least 2.")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxAverage\":9", "limits.maxAverage", "unknown field")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxSubcarriersPerDevice\":0", "limits.maxSubcarriersPerDevice", "from 1")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxSubcarriersPerDevice\":1.5", "limits.maxSubcarriersPerDevice", "whole number")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxPowerWatts\":1", "limits.wattsPerSubcarrier", "is missing")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxPowerWatts\":1,\"wattsPerSubcarrier\":2", "limits.maxPowerWatts", "device 0 sends 2 W")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxPowerWatts\":1,\"wattsPerSubcarrier\":1,\"powerPolicy\":\"equal-split\"", "limits.subcarrierHz", "is missing")]
    [InlineData("\"maxAverageSeconds\":9", "\"powerPolicy\":\"much\"", "limits.powerPolicy", "one of fixed")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxEnergyJoules\":1", "limits.maxPowerWatts", "is missing")]
    [InlineData("\"maxAverageSeconds\":9", "\"maxEnergyJoules\":1,\"maxPowerWatts\":1,\"wattsPerSubcarrier\":1", "limits.maxEnergyJoules", "infeasible: transmit energy is at least 4 J")]
    public void Bad_input_is_named(string good, string bad, string field, string range)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var e = Assert.Throws<InputException>(() => AllocationSolve.Solve(Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.StartsWith(field, e.Message, StringComparison.Ordinal);
        Assert.Contains(range, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task It_is_a_command()
    {
        var outcome = await DitenProcess.RunAsync(["solve", "allocation"], Good);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var answer = JsonDocument.Parse(outcome.Output);
        Assert.Equal(3, Value(answer, "makespan"));
        (await DitenProcess.RunAsync(["solve", "allocation"], "{}")).AssertRefused("computeTimes");
    }

    private static double Value(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetDouble();

    private static IEnumerable<double> Values(JsonDocument answer, string name) =>
        answer.RootElement.GetProperty(name).EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble());
}
