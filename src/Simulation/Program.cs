using Diten.Simulation.Commands;

namespace Diten.Simulation;

/// <summary>Entry point of <c>diten</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandLine.RunAsync(args, Console.Out, Console.Error);
}
