using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>The silo's program as a process of its own, on free ports of loopback.</summary>
internal sealed class SiloProgram : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private SiloProgram(Process process, int silo, int gateway, int health) => (_process, SiloPort, GatewayPort, HealthPort) = (process, silo, gateway, health);

    public int SiloPort { get; }

    public int GatewayPort { get; }

    public int HealthPort { get; }

    public int ProcessId => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything that it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>Starts a silo; settings come by environment (<c>Storage:Kind</c>) or as arguments.</summary>
    public static SiloProgram Start((string Key, string Value)[] settings, params string[] arguments)
    {
        var ports = FreePorts(3);
        string[] all =
        [
            "silo", "--silo-port", Text(ports[0]), "--gateway-port", Text(ports[1]), "--health-port", Text(ports[2]), .. arguments,
        ];
        return new SiloProgram(Begin(all, settings), ports[0], ports[1], ports[2]).Listen();
    }

    /// <summary>Runs one of the program's commands to its end.</summary>
    public static async Task<(int Code, string Said)> RunAsync((string Key, string Value)[] settings, params string[] arguments)
    {
        await using var program = new SiloProgram(Begin(arguments, settings), 0, 0, 0).Listen();
        await program.EndAsync();
        return (program.ExitCode, program.Said);
    }

    /// <summary>Status and text of one of the health endpoint's paths; 0 if nothing answers.</summary>
    public async Task<(int Status, string Text)> HealthAsync(string path)
    {
        try
        {
            using var answer = await s_http.GetAsync(new Uri($"http://127.0.0.1:{HealthPort}/health/{path}"));
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return (0, e.Message);
        }
    }

    /// <summary>Waits until it is ready.</summary>
    public Task ReadyAsync() => Eventually.BecomesAsync(
        async () =>
        {
            if (_process.HasExited) Assert.Fail($"the silo ended with {ExitCode}:\n{Said}");
            var (status, text) = await HealthAsync("ready");
            return status == 200 ? null : $"{status} {text}\n{Said}";
        },
        "the silo is ready");

    /// <summary>SIGTERM.</summary>
    public void Terminate() => Signal("-TERM");

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void Interrupt() => Signal("-INT");

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Closes its standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits for its end.</summary>
    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited) Assert.Fail($"the silo runs on:\n{Said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Ports that nobody has.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = Array.ConvertAll(listeners, l => ((IPEndPoint)l.LocalEndpoint).Port);
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }

    private static Process Begin(string[] arguments, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Diten.Silo.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var key in start.Environment.Keys.Where(k => k.StartsWith("DITEN__", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(key);
        foreach (var (key, value) in settings) start.Environment["DITEN__" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }

    private SiloProgram Listen()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return this;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, Text(_process.Id)]);
        kill.WaitForExit();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
