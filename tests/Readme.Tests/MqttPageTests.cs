using System.Diagnostics;
using System.Text.RegularExpressions;
using Diten.Architecture.Tests;

namespace Diten.Readme.Tests;

/// <summary>Every command of docs/mqtt.md runs in the order of the page, over a broker, a silo, a client and a bridge of the test's own.</summary>
public sealed class MqttPageTests(Profile profile) : IClassFixture<Profile>, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);
    private static readonly string[] s_running = ["mosquitto -p 1883", "./diten silo", "./diten client", "./diten bridge --station hall-a", "mosquitto_sub -q 1 -v -t diten/press-7/command -t diten/press-7/answer"];
    private readonly string _folder = Directory.CreateTempSubdirectory("diten-mqtt-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [MosquittoFact]
    public async Task Every_command_of_the_page_runs_and_does_what_it_says()
    {
        var commands = ReadmeText.Find(await File.ReadAllTextAsync(Repository.PathTo("docs/mqtt.md"))).Where(command => command is not ("./diten bridge" or "./diten bridge --help")).ToArray();
        Assert.Equal(s_running, commands[..s_running.Length]);
        Assert.Equal(s_running.Length + 7, commands.Length);
        if (!profile.IsFull) return; // That the bridge says so is the launcher's affair.

        Assert.Equal(0, (await Shell.RunAsync("./diten bridge --help")).Code);
        var (silos, gateways) = FreePorts.Two();
        var (mqtt, _) = FreePorts.Two();
        await using var broker = Shell.Start($"PATH=$PATH:/usr/sbin exec {s_running[0].Replace("1883", $"{mqtt}", StringComparison.Ordinal)}");
        await broker.SaysAsync("mosquitto version .* running");
        await using var silo = Shell.Start($"{s_running[1]} --silo-port {silos} --gateway-port {gateways} --health-port 0 --data-file {_folder}/diten.db");
        await silo.SaysAsync("ready");
        await using var client = Shell.Start($"{s_running[2]} --gateway 127.0.0.1:{gateways} --url http://127.0.0.1:0");
        var address = await client.AddressAsync();
        await client.SaysAsync("^connected");
        await using var bridge = Shell.Start($"{s_running[3]} --gateway 127.0.0.1:{gateways} --broker localhost:{mqtt}");
        await bridge.SaysAsync("^connected to the broker");
        await bridge.SaysAsync("^connected to the cluster");
        await using var machine = Shell.Start($"exec {Here(s_running[4])}");

        var next = s_running.Length;
        await RunAsync(); // the first plain value
        await RunAsync(); // a report
        var query = Here(commands[next++]);
        Assert.Contains("hall-a", await UntilAsync(query, "900"), StringComparison.Ordinal);
        await RunAsync(); // what is desired
        // The twin repeats its command until it is confirmed, so it is heard however late the machine listens.
        await machine.SaysAsync("^diten/press-7/command .*\"reading\":\"speedRpm\",\"value\":600");
        await RunAsync(); // the report that confirms it
        await UntilAsync(query, @"speedRpm +│ +600\s[^│]*│ +600\s");
        await RunAsync(); // one that is wrong
        await machine.SaysAsync("^diten/press-7/answer .*\"status\":\"invalid\",\"field\":\"state.speedRpm\"");
        await RunAsync(); // the last will
        await UntilAsync(query, "offline");
        Assert.Equal(0, await bridge.InterruptAsync());
        Assert.Equal(0, await client.InterruptAsync());
        Assert.Equal(0, await silo.InterruptAsync());

        async Task RunAsync()
        {
            var here = Here(commands[next++]);
            var (code, text) = await Shell.RunAsync(here);
            Assert.True(code == 0, $"'{here}' ended with {code}: {text}");
        }

        string Here(string command) => command.Split(' ')[0] switch
        {
            "./diten" => $"{command} --url {address}",
            "curl" => command.Replace("http://127.0.0.1:5080", address, StringComparison.Ordinal) + " --show-error --fail-with-body",
            _ => $"{command} -p {mqtt}",
        };
    }

    /// <summary>Asks until the answer matches; what a machine has said is with its twin a moment later.</summary>
    private static async Task<string> UntilAsync(string command, string wanted)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var (_, text) = await Shell.RunAsync(command);
            if (Regex.IsMatch(text, wanted, RegexOptions.None, TimeSpan.FromSeconds(10))) return text;
            Assert.True(Stopwatch.GetElapsedTime(begin) < s_patience, $"'{command}' has not said '{wanted}': {text}");
            await Task.Delay(200);
        }
    }
}

/// <summary>A test that needs Mosquitto and its clients; skipped, with the reason, where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute()
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin"];
        string[] missing = [.. new[] { "mosquitto", "mosquitto_pub", "mosquitto_sub" }.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program))))];
        if (missing.Length > 0) Skip = $"{string.Join(", ", missing)} not installed (Debian: mosquitto, mosquitto-clients)";
    }
}
