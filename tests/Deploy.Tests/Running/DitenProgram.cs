using System.Diagnostics;
using Diten.Architecture.Tests;

namespace Diten.Deploy.Tests.Running;

/// <summary>
/// One of the images' programs as a process, with the variables of its container and none of ours. <c>DITEN_PUBLISHED</c> names a
/// folder with what the Dockerfile publishes (<c>silo</c>, <c>client</c>); without it what was built runs.
/// </summary>
internal sealed class DitenProgram : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private DitenProgram(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything that it wrote.</summary>
    public string Said
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="words">What the image starts: <c>dotnet</c>, the program, its arguments.</param>
    /// <param name="environment">The container's variables.</param>
    public static DitenProgram Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment)
    {
        Assert.Equal("dotnet", words[0]);
        var start = new ProcessStartInfo(words[0], [PathOf(words[1]), .. words.Skip(2)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var key in start.Environment.Keys.Where(IsOurs).ToArray()) start.Environment.Remove(key);
        foreach (var (key, value) in environment) start.Environment[key] = value;
        return new DitenProgram(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Said)> RunAsync(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment)
    {
        await using var program = Start(words, environment);
        return (await program.EndAsync(), program.Said);
    }

    /// <summary>SIGTERM, as a container is stopped.</summary>
    public Task TerminateAsync() => Diten.Tests.Signals.SendAsync("TERM", _process.Id);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(_process.HasExited, $"it runs on:\n{Said}");
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool IsOurs(string variable) =>
        variable.StartsWith("DITEN", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("PG", StringComparison.Ordinal);

    // …/tests/Deploy.Tests/bin/Release/net10.0 is ours; theirs is …/src/Silo/bin/Release/net10.0.
    private static string PathOf(string dll)
    {
        var name = dll.Split('.')[1];
        if (Environment.GetEnvironmentVariable("DITEN_PUBLISHED") is { Length: > 0 } published) return Path.Combine(published, name.ToLowerInvariant(), dll);
        var output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..];
        return Repository.PathTo(["src", name, "bin", .. output, dll]);
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
    }
}
