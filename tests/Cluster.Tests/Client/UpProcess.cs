using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Diten.Cluster.Tests.Client;

/// <summary><c>diten up</c> as people run it: a process of its own, with a silo as its child.</summary>
internal sealed class UpProcess : IAsyncDisposable
{
    private static readonly string s_bin = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UpProcess(Process process) => _process = process;

    public IReadOnlyList<string> Lines => [.. _lines];

    public string Text => string.Join('\n', _lines);

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(1) };

    public static UpProcess Start(string state, params string[] more) => Start(state, new Dictionary<string, string?>(StringComparer.Ordinal), more);

    public static UpProcess Start(string state, IReadOnlyDictionary<string, string?> environment, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments =
        [
            Program("Client"), "up", "--silo", Program("Silo"), "--state", state, "--port", "0",
            "--model", "softmax", "--dataset", "digits", "--time-scale", "0", "--threads", "1", "--report-seconds", "0.5", .. more,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var up = new UpProcess(new Process { StartInfo = start });
        up._process.OutputDataReceived += (_, line) => up.Take(line.Data);
        up._process.ErrorDataReceived += (_, line) => up.Take(line.Data);
        Assert.True(up._process.Start());
        up._process.BeginOutputReadLine();
        up._process.BeginErrorReadLine();
        return up;
    }

    /// <summary>Waits until the dashboard is served.</summary>
    public async Task ServesAsync()
    {
        var ended = _process.WaitForExitAsync();
        var first = await Task.WhenAny(_address.Task, ended, Task.Delay(TimeSpan.FromMinutes(4)));
        Assert.True(first == _address.Task, $"no dashboard: {Text}");
        Http.BaseAddress = await _address.Task;
    }

    public async Task<JsonElement> NetworkAsync() => await Http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/network", UriKind.Relative));

    /// <summary>Waits until a round is finished.</summary>
    public async Task<int> ReachesAsync(int round)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var now = (await NetworkAsync()).GetProperty("round").GetInt32();
            if (now >= round) return now;
            Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(4), $"round {now} of {round}: {Text}");
            await Task.Delay(100);
        }
    }

    /// <summary>Processes that it started and that still run.</summary>
    public IReadOnlyList<int> Children()
    {
        var file = $"/proc/{_process.Id}/task/{_process.Id}/children";
        return File.Exists(file) ? [.. File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)] : [];
    }

    public Task SignalAsync(string signal, int? to = null) => Signals.SendAsync(signal, to ?? _process.Id);

    /// <summary>Ctrl-C.</summary>
    public Task InterruptAsync() => Signals.InterruptAsync(_process.Id);

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            // The silo goes with its standard input.
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        if (line.StartsWith("dashboard http", StringComparison.Ordinal)) _address.TrySetResult(new Uri(line.Split(' ')[1].TrimEnd(',')));
    }

    /// <summary>A program in its own output folder, which has what it needs to run: …/tests/Cluster.Tests/bin/Release/net10.0 is ours.</summary>
    public static string Program(string project)
    {
        var framework = Path.GetFileName(s_bin);
        var configuration = Path.GetFileName(Path.GetDirectoryName(s_bin)!);
        var root = Path.GetFullPath(Path.Combine(s_bin, "..", "..", "..", "..", ".."));
        var path = Path.Combine(root, "src", project, "bin", configuration, framework, $"Diten.{project}.dll");
        Assert.True(File.Exists(path), path);
        return path;
    }
}
