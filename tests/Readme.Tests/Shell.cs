using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Diten.Architecture.Tests;

namespace Diten.Readme.Tests;

/// <summary>A command line that runs as a person would run it: in bash, in the repository's folder.</summary>
internal sealed partial class Shell : IAsyncDisposable
{
    // Far beyond any real run; a command that hangs is ended and says so.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private readonly string _command;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private Shell(string command)
    {
        _command = command;
        // The shell becomes the program, so that a signal reaches it.
        var start = new ProcessStartInfo("bash", ["-c", command.StartsWith("./", StringComparison.Ordinal) ? "exec " + command : command])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Small and the same everywhere: generated data.
        start.Environment.Remove("DITEN_DATA");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public string Text => string.Join('\n', _lines);

    public static Shell Start(string command)
    {
        var shell = new Shell(command);
        Assert.True(shell._process.Start());
        shell._process.BeginOutputReadLine();
        shell._process.BeginErrorReadLine();
        return shell;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Text)> RunAsync(string command, TimeSpan? patience = null)
    {
        await using var shell = Start(command);
        return (await shell.ExitAsync(patience), shell.Text);
    }

    /// <summary>Waits for a line that matches.</summary>
    public async Task<Match> SaysAsync(string pattern)
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var ended = _process.HasExited;
            foreach (var line in _lines)
            {
                if (Regex.Match(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(10)) is { Success: true } match) return match;
            }

            Assert.False(ended, $"'{_command}' ended before it said '{pattern}': {Text}");
            Assert.True(Stopwatch.GetElapsedTime(begin) < s_patience, $"'{_command}' did not say '{pattern}': {Text}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits for its address.</summary>
    public async Task<string> AddressAsync() => (await SaysAsync("dashboard (http://[0-9.:]+)")).Groups[1].Value;

    /// <summary>Ctrl-C, and how it ends.</summary>
    public async Task<int> InterruptAsync()
    {
        await Signals.InterruptAsync(_process.Id);
        return await ExitAsync();
    }

    public async Task<int> ExitAsync(TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? s_patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"'{_command}' did not end: {Text}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not null) _lines.Enqueue(Colours().Replace(line, ""));
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Colours();
}
