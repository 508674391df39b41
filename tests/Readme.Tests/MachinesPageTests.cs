using Diten.Architecture.Tests;

namespace Diten.Readme.Tests;

/// <summary>Every command of docs/machines.md runs in the order of the page, over a silo and a client of the test's own, and answers what the page says.</summary>
public sealed class MachinesPageTests(Profile profile) : IClassFixture<Profile>, IDisposable
{
    private const string Address = "http://127.0.0.1:5080";
    private const string Anywhere = "./diten client --url http://0.0.0.0:5080 --allowed-host diten.plant.example";

    /// <summary>Commands in their order, with what their answer holds.</summary>
    private static readonly (string Begins, string Answers)[] s_asked =
    [
        ("curl -s -X PUT http://127.0.0.1:5080/api/v1/twins/press-1 ", "\"lastSequence\":0"),
        ("curl -s -X POST http://127.0.0.1:5080/api/v1/twins/press-1/reports -H 'content-type: application/json' -d '{\"sequence\":1,", "\"lastSequence\":1,\"duplicate\":false"),
        ("curl -s http://127.0.0.1:5080/api/v1/twins/press-1", "\"speedRpm\":900"),
        ("curl -s -X PATCH http://127.0.0.1:5080/api/v1/twins/press-1/desired ", "\"revision\":3"),
        ("curl -s -X POST http://127.0.0.1:5080/api/v1/twins/press-1/commands ", "\"number\":1,\"reading\":\"speedRpm\",\"value\":600"),
        ("curl -s -X POST http://127.0.0.1:5080/api/v1/twins/press-1/reports -H 'content-type: application/json' -d '{\"sequence\":2,", "\"lastSequence\":2,\"duplicate\":false"),
        ("./diten query twin press-1", "hall-a"),
        ("curl -s 'http://127.0.0.1:5080/api/v1/twins/press-1/history?reading=speedRpm'", "\"mean\":600"),
        ("curl -s 'http://127.0.0.1:5080/api/v1/twins?contains=press&liveness=online'", "\"cursor\":null"),
        ("curl -s -N --max-time 3 http://127.0.0.1:5080/api/v1/events", ": ok"),
        ("curl -s -X PUT http://127.0.0.1:5080/api/v1/twins/press-1/liveness ", "\"lastSequence\":2"),
        ("curl -s -X DELETE http://127.0.0.1:5080/api/v1/twins/press-1", ""),
    ];

    /// <summary>Named in the text, and run by other tests here.</summary>
    private static readonly string[] s_named = ["./diten up", "./diten devices"];

    private readonly string _folder = Directory.CreateTempSubdirectory("diten-machines-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_command_of_the_page_runs_and_answers_what_it_says()
    {
        var commands = ReadmeText.Find(await File.ReadAllTextAsync(Repository.PathTo("docs/machines.md")));
        var asked = commands.Where(command => !s_named.Contains(command, StringComparer.Ordinal) && command is not ("./diten silo" or "./diten client" or Anywhere)).ToArray();
        Assert.Equal(commands.Count, asked.Length + s_named.Length + 3);
        Assert.Equal(s_asked.Length, asked.Length);
        Assert.All(asked.Zip(s_asked), pair => Assert.StartsWith(pair.Second.Begins, pair.First, StringComparison.Ordinal));
        if (!profile.IsFull) return; // That silo and client say so is CommandTests' affair.

        var (silos, gateways) = FreePorts.Two();
        await using var silo = Shell.Start($"./diten silo --silo-port {silos} --gateway-port {gateways} --health-port 0 --data-file {_folder}/diten.db");
        await silo.SaysAsync("ready");
        await using var client = Shell.Start($"./diten client --gateway 127.0.0.1:{gateways} --url http://127.0.0.1:0");
        var address = await client.AddressAsync();
        await client.SaysAsync("^connected");
        foreach (var (command, answer) in asked.Zip(s_asked, (command, wanted) => (command, wanted.Answers)))
        {
            var isStream = command.Contains("--max-time", StringComparison.Ordinal);
            var here = command.Replace(Address, address, StringComparison.Ordinal) + (command.StartsWith("./diten", StringComparison.Ordinal) ? $" --url {address}" : isStream ? "" : " --show-error --fail-with-body");
            var (code, text) = await Shell.RunAsync(here);
            // curl ends a stream that goes on with 28.
            Assert.True(code == (isStream ? 28 : 0), $"'{here}' ended with {code}: {text}");
            Assert.Contains(answer, text, StringComparison.Ordinal);
        }

        Assert.NotEqual(0, (await Shell.RunAsync($"curl -s --fail {address}/api/v1/twins/press-1")).Code);
        await using var open = Shell.Start(Anywhere.Replace(":5080", ":0", StringComparison.Ordinal) + $" --gateway 127.0.0.1:{gateways}");
        var port = (await open.SaysAsync("dashboard http://[^ ]*:([0-9]+)")).Groups[1].Value;
        await open.SaysAsync("^connected");
        Assert.Equal(0, (await Shell.RunAsync($"curl -s --fail -H 'Host: diten.plant.example' http://127.0.0.1:{port}/api/v1/twins")).Code);
        Assert.NotEqual(0, (await Shell.RunAsync($"curl -s --fail -H 'Host: elsewhere.example' http://127.0.0.1:{port}/api/v1/twins")).Code);
        Assert.Equal(0, await open.InterruptAsync());
        Assert.Equal(0, await client.InterruptAsync());
        Assert.Equal(0, await silo.InterruptAsync());
    }
}
