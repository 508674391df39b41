using System.Text.Json;

namespace Diten.Simulation.Tests.Commands;

public sealed class SolveProcessTests
{
    private const string Cpu = """{"gamma":1.0,"devices":[{"samples":600,"cyclesPerSample":2e6,"minFrequency":3e8,"maxFrequency":2e9,"energyCoefficient":1e-28}]}""";

    [Fact]
    public async Task Cpu_reads_standard_input_and_writes_the_answer()
    {
        var outcome = await DitenProcess.RunAsync(["solve", "cpu"], Cpu);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var answer = JsonDocument.Parse(outcome.Output);
        // One device: T* = c (2α/γ)^{1/3}, within its bounds.
        var expected = 1.2e9 * Math.Cbrt(2e-28);
        Assert.Equal(expected, answer.RootElement.GetProperty("time").GetDouble(), expected * 1e-12);
        Assert.Equal("balanced", answer.RootElement.GetProperty("devices")[0].GetProperty("group").GetString());
    }

    [Fact]
    public async Task Weights_reads_a_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"mode":"samples","previous":[1,0],"updates":[{"samples":1,"roundGap":1,"rate":1,"frequency":1,"parameters":[2,0]},{"samples":3,"roundGap":1,"rate":1,"frequency":1,"parameters":[4,0]}],"ratioScale":null}""");
        var outcome = await DitenProcess.RunAsync(["solve", "weights", file]);
        File.Delete(file);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var answer = JsonDocument.Parse(outcome.Output);
        Assert.Equal([3.5, 0], answer.RootElement.GetProperty("aggregate").EnumerateArray().Select(e => e.GetDouble()));
        Assert.Equal([0.25, 0.75], answer.RootElement.GetProperty("weights").EnumerateArray().Select(e => e.GetDouble()));
        Assert.Equal([1.0, 3.0], answer.RootElement.GetProperty("tau").EnumerateArray().Select(e => e.GetDouble()));
    }

    [Theory]
    [InlineData("cpu", "gamma", """{"gamma":NaN,"devices":[]}""")]
    [InlineData("cpu", "devices[0].samples", """{"gamma":1,"devices":[{}]}""")]
    [InlineData("weights", "mode", """{"mode":"mean"}""")]
    public async Task Bad_input_is_one_line_and_exit_code_2(string problem, string field, string json) =>
        (await DitenProcess.RunAsync(["solve", problem], json)).AssertRefused(field);

    [Fact]
    public async Task A_missing_file_is_one_line_and_exit_code_2() =>
        (await DitenProcess.RunAsync(["solve", "cpu", "no-such-file.json"])).AssertRefused("no-such-file.json");
}
