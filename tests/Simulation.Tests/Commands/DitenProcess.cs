using System.Diagnostics;

namespace Diten.Simulation.Tests.Commands;

/// <summary>Runs the real program, as a person would.</summary>
internal static class DitenProcess
{
    public static Process Start(string[] arguments)
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
        return Process.Start(start)!;
    }

    public static async Task<Outcome> RunAsync(string[] arguments, string? input = null)
    {
        using var process = Start(arguments);
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
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
