namespace Diten.Readme.Tests;

/// <summary>Which test runs which command of the README.</summary>
internal static class Covered
{
    private const string Up = nameof(CommandTests.Up_serves_the_dashboard_and_answers_what_the_readme_asks_it);
    private const string Experiments = nameof(CommandTests.Simulate_and_the_experiments_write_what_they_promise);
    private const string Tools = nameof(CommandTests.The_tools_run);
    private const string Cluster = nameof(CommandTests.A_silo_a_client_and_devices_work_together);

    /// <summary>Command → the test here, or <c>file|what it holds</c> of one that is elsewhere.</summary>
    public static IReadOnlyDictionary<string, string> Commands { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["./diten up"] = Up,
        ["./diten query twins"] = Up,
        ["curl -s http://127.0.0.1:5080/api/v1/twins?limit=1"] = Up,
        ["""curl -s -X POST http://127.0.0.1:5080/api/v1/twins/device-001/reports -H 'content-type: application/json' -d '{"sequence":1000000,"at":"2026-01-01T00:00:00Z","state":{"temperatureK":318.5}}'"""] = Up,
        ["./diten simulate"] = Experiments,
        ["./diten experiment time"] = Experiments,
        ["./diten experiment time --seeds 5"] = Experiments,
        ["./diten experiment accuracy"] = Experiments,
        ["./diten experiment estimates"] = Experiments,
        ["./diten experiment rul"] = Experiments,
        ["""echo '{"gamma":1,"devices":[{"samples":600,"cyclesPerSample":2e6,"minFrequency":3e8,"maxFrequency":2e9,"energyCoefficient":1e-28}]}' | ./diten solve cpu"""] = Tools,
        ["./diten solve cpu"] = Tools,
        ["./diten train allocator"] = Tools,
        ["./diten data list"] = Tools,
        ["./diten bench"] = Tools,
        ["./diten silo"] = Cluster,
        ["./diten client"] = Cluster,
        ["./diten devices --count 100 --station bs-1 --scenario digits"] = Cluster,
        ["./diten bench cluster"] = Cluster,
        ["docker build -f deploy/docker/Dockerfile --target silo -t diten-silo:0.1.0 ."] = "tests/Deploy.Tests/Engine/BuiltImages.cs|ReadmeText.Commands",
        ["docker build -f deploy/docker/Dockerfile --target client -t diten-client:0.1.0 ."] = "tests/Deploy.Tests/Engine/BuiltImages.cs|ReadmeText.Commands",
        ["kubectl apply -k deploy/kubernetes/overlays/dev"] = "tests/Readme.Tests/ApplyTests.cs|Covered.By(\"kubectl apply -k deploy/kubernetes/overlays/dev\")",
        ["./diten test"] = ".ci/run|./diten test",
        ["./diten data get mnist"] = "tests/Simulation.Tests/Commands/DataCommandTests.cs|\"get\", \"mnist\"",
        ["./diten bridge"] = "tests/Readme.Tests/MqttPageTests.cs|./diten bridge --station hall-a",
        ["./diten db init"] = "tests/Cluster.Tests/Storage/PostgresSchemaTests.cs|\"db\", \"init\"",
    };

    /// <summary>The command itself; fails if it is not in the README.</summary>
    public static string By(string command)
    {
        Assert.Contains(command, ReadmeText.Commands, StringComparer.Ordinal);
        return command;
    }

    /// <summary>The commands of a test.</summary>
    public static IEnumerable<string> Of(string test) => Commands.Where(c => c.Value == test).Select(c => c.Key);
}
