using System.Diagnostics;

namespace Diten.Client.Up;

/// <summary>
/// The silo as a child of this process. It is stopped by closing its standard input, which also happens when this process is
/// killed, so that none is left behind; and it does not hear the terminal's Ctrl-C, so that the devices can say farewell first.
/// </summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const int KeptLines = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly Queue<string> _lines = new();
    private bool _stopping;

    private SiloProcess(Process process, TimeProvider time) => (_process, _time) = (process, time);

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="dll">Path of the silo's program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static SiloProcess Start(string dll, IEnumerable<string> arguments, TimeProvider time)
    {
        if (!File.Exists(dll)) throw new IOException($"{dll}: no such file; --silo names the silo's program");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) is "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(dll);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // The silo is a process of another name in what is exported.
        start.Environment.Remove("OTEL_SERVICE_NAME");
        var process = new Process { StartInfo = start };
        var silo = new SiloProcess(process, time);
        process.OutputDataReceived += (_, line) => silo.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => silo.Keep(line.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            process.Dispose();
            throw new IOException($"the silo cannot be started: {e.Message}", e);
        }
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return silo;
    }

    /// <summary>Throws when it ends without having been asked to; until then it waits.</summary>
    /// <exception cref="IOException">It ended; the message has its last lines.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        throw new IOException(
            $"the silo ended with exit code {_process.ExitCode}; its last lines were:{Environment.NewLine}{string.Join(Environment.NewLine, LastLines)}");
    }

    /// <summary>Asks it to end, waits, and kills what is left.</summary>
    /// <returns>Whether it ended by itself and well.</returns>
    public async Task<bool> StopAsync()
    {
        _stopping = true;
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(s_patience, _time);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (_process.HasExited) return _process.ExitCode == 0;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        return false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping) await StopAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines) _lines.Dequeue();
        }
    }
}
