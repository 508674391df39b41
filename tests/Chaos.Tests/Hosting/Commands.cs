using System.Diagnostics;

namespace Diten.Chaos.Tests.Hosting;

/// <summary>Runs short programs of the system.</summary>
internal static class Commands
{
    /// <summary>Runs a program and gives its output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has what it said.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, said) = await TryAsync(program, null, arguments);
        return code == 0 ? said : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {said}");
    }

    /// <summary>Runs a program in an environment; gives its code and all that it said.</summary>
    public static async Task<(int Code, string Said)> TryAsync(string program, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said).Trim());
    }

    /// <summary>Sends a signal by its name without SIG to processes.</summary>
    public static Task SignalAsync(string signal, params int[] processes) => RunAsync("/bin/sh", ["-c", "kill -s \"$@\"", "sh", signal, .. processes.Select(p => p.ToString())]);
}
