using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Diten.Learning.Models;
using Diten.Learning.Torch.Models;

namespace Diten.Learning.Torch.Tests;

/// <summary>A model of the user's own in the cluster: devices with torch, a silo that knows neither.</summary>
public sealed class ClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-torch-up-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_is_learned_goes_to_a_file_and_on_in_the_simulator_and_another_cannot_go_on_with_it()
    {
        var script = Path.Combine(_folder, "mine.pt");
        File.Copy(OwnModelTests.Script, script);
        var state = Path.Combine(_folder, "state");
        string[] devices = ["--devices", "2", "--participants", "1", "--threads", "1", "--dataset", "digits"];
        string[] mine = ["--learner", "torch", "--model-file", script];
        string[] up = ["up", "--silo", Programs.FileOf("Silo"), "--state", state, "--port", "0", "--time-scale", "0", .. devices];
        var file = Path.Combine(_folder, "learned.safetensors");
        using (var running = Process.Start(Programs.Start("Client", Programs.Plugin, [.. up, .. mine]))!)
        {
            try
            {
                var address = await AddressAsync(running);
                using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
                var network = await FirstRoundAsync(http);
                Assert.Equal(("mine", 1342), (network.GetProperty("model").GetString(), network.GetProperty("modelParameters").GetInt32()));
                var (code, output, error) = await Programs.RunAsync(Programs.Plugin, ["query", "model", "bs-1", "--out", file, "--url", $"{address}"]);
                Assert.Equal((0, ""), (code, error));
                Assert.Contains("bs-1: mine, version", output, StringComparison.Ordinal);
            }
            finally
            {
                // The silo goes with its standard input; what was acknowledged is stored.
                running.Kill();
                await running.WaitForExitAsync();
            }
        }

        using (var learner = new TorchLearner(TorchModel.FromTorchScript(script, TensorShape.Image(1, 28, 28), 10, new CrossEntropy()), "cpu"))
        {
            var learned = SafeTensors.Read(await File.ReadAllBytesAsync(file), learner.Blocks);
            Assert.NotEqual(Tasks.Start(learner), learned);
        }

        var (ended, lines, wrong) = await Programs.RunAsync(Programs.Plugin, ["simulate", .. devices, "--rounds", "1", .. mine, "--start-model", file]);
        Assert.Equal((0, ""), (ended, wrong));
        Assert.Contains("accuracy", lines, StringComparison.Ordinal);

        // Another model, and the same devices beginning with another: neither can go on.
        var (_, _, other) = await Programs.RunAsync(Programs.Start("Client", Programs.Plugin, up));
        Assert.Contains("was made with other options; give those (Learner=torch, ModelFile=mine.pt, ModelHash=", other, StringComparison.Ordinal);
        var (refused, _, start) = await Programs.RunAsync(Programs.Start("Client", Programs.Plugin, [.. up, .. mine, "--start-model", file]));
        Assert.Equal(2, refused);
        Assert.Contains("was made with other options, without those given now (StartModel=learned.safetensors", start, StringComparison.Ordinal);
    }

    private static async Task<Uri> AddressAsync(Process up)
    {
        var said = new List<string>();
        while (await up.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (!line.StartsWith("dashboard http", StringComparison.Ordinal)) continue;
            // Both pipes are read on, or the process would wait for them.
            _ = up.StandardOutput.ReadToEndAsync();
            _ = up.StandardError.ReadToEndAsync();
            return new Uri(line.Split(' ')[1].TrimEnd(','));
        }

        throw new Xunit.Sdk.XunitException($"no dashboard: {string.Join(" | ", said)} {await up.StandardError.ReadToEndAsync()}");
    }

    private static async Task<JsonElement> FirstRoundAsync(HttpClient http)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while (true)
        {
            var network = await http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/network", UriKind.Relative), patience.Token);
            if (network.GetProperty("round").GetInt32() >= 1) return network;
            await Task.Delay(100, patience.Token);
        }
    }
}
