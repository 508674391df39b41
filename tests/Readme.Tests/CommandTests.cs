using Diten.Architecture.Tests;

namespace Diten.Readme.Tests;

/// <summary>
/// Every command of the README runs as it stands there; behind it come options that make it small, and ports and folders of the
/// test's own. Where the package source lacks the cluster, its commands must say so.
/// </summary>
public sealed class CommandTests(Profile profile) : IClassFixture<Profile>, IDisposable
{
    private const string Small = "--devices 10 --participants 4 --model softmax --dataset digits --threads 1";
    private const string SmallFleet = "--participants 4 --model softmax --dataset digits --threads 1 --time-scale 0 --rounds 2 --until-done";
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-readme-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_command_of_the_readme_is_run_and_nothing_else() =>
        Assert.Equal(ReadmeText.Commands.Order(StringComparer.Ordinal), Covered.Commands.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Up_serves_the_dashboard_and_answers_what_the_readme_asks_it()
    {
        await using var up = Shell.Start($"{Covered.By("./diten up")} --port 0 {Small} {(profile.IsFull ? $"--state {_folder}/state --time-scale 0" : "")}");
        var address = await up.AddressAsync();
        await up.SaysAsync("round +[0-9]");
        foreach (var command in Covered.Of(nameof(Up_serves_the_dashboard_and_answers_what_the_readme_asks_it)).Where(c => c != "./diten up"))
        {
            var text = await EndsWellAsync(command.StartsWith("./diten query", StringComparison.Ordinal)
                ? $"{command} --url {address}"
                : command.Replace("http://127.0.0.1:5080", address, StringComparison.Ordinal).Replace("curl -s", "curl -sS --fail-with-body", StringComparison.Ordinal));
            Assert.Contains(command.Contains("reports", StringComparison.Ordinal) ? "\"lastSequence\":1000000" : "device-0", text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await up.InterruptAsync());
    }

    [Fact]
    public async Task Simulate_and_the_experiments_write_what_they_promise()
    {
        await EndsWellAsync($"{Covered.By("./diten simulate")} --rounds 2 {Small}");
        foreach (var command in Covered.Of(nameof(Simulate_and_the_experiments_write_what_they_promise)).Where(c => c != "./diten simulate"))
        {
            var model = command.EndsWith("rul", StringComparison.Ordinal) ? "" : "--model softmax --dataset digits --participants 5";
            var results = $"{_folder}/{command.Split(' ')[^1]}";
            await EndsWellAsync($"{command} --rounds 1 --devices 10 --threads 1 {model} --out {results}");
            foreach (var file in new[] { "results.csv", "summary.json", "report.html" }) Assert.True(File.Exists(Path.Combine(results, file)), $"{command}: {file}");
        }
    }

    [Fact]
    public async Task The_tools_run()
    {
        var piped = Covered.Of(nameof(The_tools_run)).Single(c => c.StartsWith("echo ", StringComparison.Ordinal));
        Assert.Contains("\"frequency\"", await EndsWellAsync(piped), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder, "problem.json"), piped[(piped.IndexOf('\'', StringComparison.Ordinal) + 1)..piped.LastIndexOf('\'')]);
        Assert.Contains("\"frequency\"", await EndsWellAsync($"{Covered.By("./diten solve cpu")} {_folder}/problem.json"), StringComparison.Ordinal);
        await EndsWellAsync($"{Covered.By("./diten train allocator")} --states 2 --epochs 1 --threads 1 --out {_folder}/allocator.net");
        Assert.True(File.Exists(Path.Combine(_folder, "allocator.net")));
        Assert.Contains("digits", await EndsWellAsync(Covered.By("./diten data list")), StringComparison.Ordinal);
        Assert.Contains("lenet5", await EndsWellAsync($"{Covered.By("./diten bench")} --models lenet5 --repetitions 1 --devices 2 --images 20 --threads 1 --no-peer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_a_client_and_devices_work_together()
    {
        if (!profile.IsFull)
        {
            foreach (var command in Covered.Of(nameof(A_silo_a_client_and_devices_work_together)).Where(c => c.StartsWith("./diten", StringComparison.Ordinal)))
            {
                var (code, text) = await Shell.RunAsync(command);
                Assert.Equal(3, code);
                Assert.Contains("CORE PROFILE", text, StringComparison.Ordinal);
            }

            return;
        }

        var (silos, gateways) = FreePorts.Two();
        await using var silo = Shell.Start($"{Covered.By("./diten silo")} --silo-port {silos} --gateway-port {gateways} --health-port 0 --data-file {_folder}/diten.db");
        await silo.SaysAsync("ready");
        await using var client = Shell.Start($"{Covered.By("./diten client")} --gateway 127.0.0.1:{gateways} --url http://127.0.0.1:0");
        var address = await client.AddressAsync();
        await EndsWellAsync($"{Covered.By("./diten devices --count 100 --station bs-1 --scenario digits")} {SmallFleet} --gateway 127.0.0.1:{gateways}");
        Assert.Contains("bs-1", await EndsWellAsync($"./diten query stations --url {address}"), StringComparison.Ordinal);
        Assert.Equal(0, await client.InterruptAsync());
        Assert.Equal(0, await silo.InterruptAsync());
        await EndsWellAsync($"{Covered.By("./diten bench cluster")} calls --twins 20 --seconds 0.1 --turns 1");
    }

    [Fact]
    public void What_is_run_elsewhere_is_run_there()
    {
        foreach (var (command, where) in Covered.Commands)
        {
            if (!where.Contains('/', StringComparison.Ordinal)) continue;
            var (file, marker) = (where.Split('|')[0], where.Split('|')[1]);
            Assert.True(File.ReadAllText(Repository.PathTo(file)).Contains(marker, StringComparison.Ordinal), $"'{command}': {file} does not hold '{marker}'");
        }
    }

    private static async Task<string> EndsWellAsync(string command)
    {
        var (code, text) = await Shell.RunAsync(command);
        Assert.True(code == 0, $"'{command}' ended with {code}: {text}");
        return text;
    }
}
