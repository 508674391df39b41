using System.Diagnostics;
using Diten.Cluster.Tests.Client;
using Diten.Cluster.Tests.Hosting;

namespace Diten.Cluster.Tests.Bridge;

/// <summary><c>diten bridge</c> as people run it: a process of its own.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private BridgeProcess(Process process) => _process = process;

    public string Said
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    public static BridgeProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [UpProcess.Program("Client"), "bridge", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var bridge = new BridgeProcess(Process.Start(start)!);
        bridge._process.OutputDataReceived += (_, line) => bridge.Keep(line.Data);
        bridge._process.ErrorDataReceived += (_, line) => bridge.Keep(line.Data);
        bridge._process.BeginOutputReadLine();
        bridge._process.BeginErrorReadLine();
        return bridge;
    }

    public Task SaysAsync(string what) => Eventually.BecomesAsync(() => Task.FromResult(Said.Contains(what, StringComparison.Ordinal) ? null : _process.HasExited ? throw new InvalidOperationException(Said) : Said), what);

    public Task SignalAsync(string signal) => Signals.SendAsync(signal, _process.Id);

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
    }
}
