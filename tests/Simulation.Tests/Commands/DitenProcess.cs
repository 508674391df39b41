using System.Diagnostics;

namespace Diten.Simulation.Tests.Commands;

/// <summary>Runs the real program, as a person would.</summary>
internal static class DitenProcess
{
    // Far beyond any real run: a machine may be slow, but a program that hangs is ended and says so.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    public static Process Start(string[] arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(typeof(Simulation.Commands.InputException).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Remove("DITEN_DATA");
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<Outcome> RunAsync(string[] arguments, string? input = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var process = Start(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; how it ended is what the test looks at.
        }

        await EndOfAsync(process, arguments);
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Starts the program, waits for a line, and asks it to end, as Ctrl-C does.</summary>
    public static async Task<Outcome> InterruptAsync(string[] arguments, Func<string, bool> when, Func<string, Task>? before = null)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        var reading = ReadAsync();
        await EndOfAsync(process, arguments, lines);
        await reading;
        return new Outcome(process.ExitCode, string.Join('\n', lines), await error);

        async Task ReadAsync()
        {
            var sent = false;
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                lock (lines) lines.Add(line);
                if (sent || !when(line)) continue;
                sent = true;
                try
                {
                    if (before is not null) await before(string.Join('\n', lines));
                    await Signals.InterruptAsync(process.Id);
                }
                catch
                {
                    process.Kill(entireProcessTree: true);
                    throw;
                }
            }
        }
    }

    private static async Task EndOfAsync(Process process, string[] arguments, List<string>? lines = null)
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            string said;
            lock (lines ??= []) said = string.Join('\n', lines);
            throw new TimeoutException($"'diten {string.Join(' ', arguments)}' did not end within {s_patience.TotalMinutes} minutes; it said:\n{said}", e);
        }
    }
}

internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Exit code 2, nothing on standard output, and one line that names the field on standard error.</summary>
    public void AssertRefused(string field)
    {
        Assert.Equal(2, ExitCode);
        Assert.Empty(Output);
        Assert.EndsWith("\n", Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.Contains(field, Error, StringComparison.Ordinal);
    }
}
