using System.CommandLine;
using System.Net;
using Diten.Learning.Data;
using Diten.Simulation.Commands;

namespace Diten.Simulation.Tests.Commands;

public sealed class DataCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("diten-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Generated_digits_are_listed_and_load()
    {
        var (code, output, error) = await Run("generate", "digits", "--out", Path.Combine(folder, "mnist"), "--seed", "7", "--train", "50", "--test", "20");
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Equal(4, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var split = DataSource.Load("auto", folder, 0);
        Assert.Equal(DataSource.Load("digits", null, 7, 50, 20).Train.Features, split.Train.Features);
        (code, output, _) = await Run("list", "--data", folder);
        Assert.Equal(0, code);
        Assert.Matches($"mnist +files in {folder}/mnist", output);
        Assert.Matches("fashion-mnist +not there; see 'diten data get fashion-mnist'", output);
    }

    [Fact]
    public async Task Generated_telemetry_loads_like_FD001()
    {
        var (code, _, _) = await Run("generate", "telemetry", "--out", folder, "--seed", "7", "--train", "3", "--test", "2");
        Assert.Equal(0, code);
        Assert.Equal(3, DataSource.LoadRul("cmapss", folder, 0).Units.Count);
    }

    [Fact]
    public async Task Without_a_network_one_line_says_so()
    {
        var (code, _, error) = await Run("get", "mnist", "--data", folder);
        Assert.Equal(1, code);
        Assert.Contains("Is there a network?", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Cmapss_says_where_to_get_it_and_where_to_put_it()
    {
        var (code, output, _) = await Run("get", "cmapss", "--data", folder);
        Assert.Equal(0, code);
        Assert.Contains("Prognostics", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder, "cmapss"), output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get", "cifar")]
    [InlineData("generate", "digits")]
    [InlineData("generate", "digits", "--out", "x", "--train", "0")]
    public async Task Bad_input_is_refused(params string[] arguments)
    {
        var (code, _, error) = await Run(arguments);
        Assert.NotEqual(0, code);
        Assert.NotEmpty(error);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var command = DataCommand.Create(() => new Unplugged());
        var code = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private sealed class Unplugged : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("Name or service not known", null, (HttpStatusCode?)null);
    }
}
