using System.Diagnostics;
using System.Globalization;

namespace Diten.Tests;

/// <summary>Signals to programs that a test has started.</summary>
internal static class Signals
{
    /// <summary>
    /// Asks a program to end, as Ctrl-C does. Where the tests themselves were started with SIGINT ignored (in the background
    /// of a script), so is the program, by the custom of Unix; then SIGTERM asks it.
    /// </summary>
    public static Task InterruptAsync(int process) => SendAsync(IsInterruptIgnored() ? "TERM" : "INT", process);

    /// <summary>Sends a signal.</summary>
    public static async Task SendAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    // Linux tells the ignored signals as a mask; signal n is bit n − 1, and SIGINT is 2.
    private static bool IsInterruptIgnored()
    {
        const string Status = "/proc/self/status";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return line is not null && (ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
    }
}
