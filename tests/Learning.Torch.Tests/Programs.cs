using System.Diagnostics;

namespace Diten.Learning.Torch.Tests;

/// <summary>The programs as people run them, and the plug-in beside them.</summary>
internal static class Programs
{
    private static readonly string s_root = Root();
    private static readonly string s_output = Path.GetRelativePath(Path.Combine(s_root, "tests", "Learning.Torch.Tests", "bin"), AppContext.BaseDirectory);

    /// <summary>The plug-in's folder.</summary>
    public static string Plugin { get; } = Path.Combine(s_root, "src", "Learning.Torch", "bin", s_output);

    /// <summary>A program's file, in its own output folder, which has what it needs.</summary>
    public static string FileOf(string project) => Path.Combine(s_root, "src", project, "bin", s_output, $"Diten.{project}.dll");

    /// <summary>How a program is started with a folder for the plug-in.</summary>
    public static ProcessStartInfo Start(string project, string plugin, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [FileOf(project), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DITEN_TORCH"] = plugin;
        return start;
    }

    /// <summary>Runs a command of the simulator's program to its end.</summary>
    public static Task<(int Code, string Output, string Error)> RunAsync(string plugin, string[] arguments) => RunAsync(Start("Simulation", plugin, arguments));

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DITEN.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
