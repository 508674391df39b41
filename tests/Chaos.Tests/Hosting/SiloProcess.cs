using System.Diagnostics;
using System.Reflection;

namespace Diten.Chaos.Tests.Hosting;

/// <summary>One silo as a process of its own, that can be killed, asked to leave, and started again at the same address.</summary>
internal sealed class SiloProcess(SiloPlan plan, IReadOnlyDictionary<string, string> settings, string logs) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly List<string> _said = [];
    private Process? _process;
    private int _starts;

    /// <summary>The program.</summary>
    public static string Program { get; } =
        Path.GetFullPath(typeof(SiloProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Silo").Value!);

    public SiloPlan Plan => plan;

    public string Name => plan.Name;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it; <see cref="ReadyAsync"/> waits until it works.</summary>
    public void Start()
    {
        if (IsRunning) throw new InvalidOperationException($"{Name} runs already");
        _process?.Dispose();
        string[] command = ["dotnet", Program, "silo"];
        if (plan.Namespace is { } space) command = ["ip", "netns", "exec", space, .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = logs };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["DITEN__NETWORK__ADVERTISE"] = plan.Address.ToString();
        start.Environment["DITEN__NETWORK__SILOPORT"] = plan.SiloPort.ToString();
        start.Environment["DITEN__NETWORK__GATEWAYPORT"] = plan.GatewayPort.ToString();
        start.Environment["DITEN__HEALTH__ADDRESS"] = plan.Address.ToString();
        start.Environment["DITEN__HEALTH__PORT"] = plan.HealthPort.ToString();
        Note($"--- start {++_starts}");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until the health endpoint says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or took too long.</exception>
    public async Task ReadyAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync())
        {
            if (!IsRunning) throw new InvalidOperationException($"{Name} ended with {_process?.ExitCode} while starting:\n{Tail()}");
            if (Stopwatch.GetElapsedTime(begin) > s_patience) throw new InvalidOperationException($"{Name} was not ready in {s_patience.TotalSeconds} s:\n{Tail()}");
            await Task.Delay(100);
        }
    }

    /// <summary>Whether it says that it is ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await s_http.GetAsync(new Uri($"http://{plan.Address}:{plan.HealthPort}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>SIGKILL: nothing is stored, nobody is told.</summary>
    public async Task KillAsync()
    {
        if (!IsRunning) return;
        Note("--- kill -9");
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task EndedAsync(TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit);
        await _process!.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (IsRunning) throw new InvalidOperationException($"{Name} still runs after {limit.TotalSeconds} s");
        Note($"--- ended with {_process.ExitCode}");
    }

    /// <summary>SIGTERM, then waits for the end.</summary>
    /// <returns>Exit code and the time that it took.</returns>
    public async Task<(int Code, TimeSpan Took)> TerminateAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        Note("--- SIGTERM");
        await Commands.SignalAsync("TERM", _process!.Id);
        await _process.WaitForExitAsync();
        return (_process.ExitCode, Stopwatch.GetElapsedTime(begin));
    }

    /// <summary>The last lines of its log.</summary>
    public string Tail(int lines = 25)
    {
        const int width = 300;
        lock (_said) return $"== {Name} (all of it: {File}) ==\n{string.Join('\n', _said.TakeLast(lines).Select(line => line.Length > width ? line[..width] + " …" : line))}";
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private string File => Path.Combine(logs, $"{Name}.log");

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_said)
        {
            _said.Add(line);
            System.IO.File.AppendAllText(File, line + "\n");
        }
    }
}
