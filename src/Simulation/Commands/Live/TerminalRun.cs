using Diten.Core.Network;
using Diten.Simulation.Engine;
using Diten.Simulation.Live;
using Spectre.Console;

namespace Diten.Simulation.Commands.Live;

/// <summary>Runs a simulator with nothing but a terminal, or a file, to show it.</summary>
internal static class TerminalRun
{
    /// <summary>Runs until the wanted rounds are done or it is cancelled.</summary>
    /// <param name="simulator">What to run; its options say how many rounds, 0 for endless.</param>
    /// <param name="plain">A line per round also where a terminal could show more.</param>
    /// <param name="output">Where lines go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="finished">Called after each round; null for nothing.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(Simulator simulator, bool plain, TextWriter output, CancellationToken cancellationToken, Action? finished = null)
    {
        using var export = ProcessExport.Start("diten-simulation");
        simulator.LogTo(export.LoggerFor("Diten.Simulation"));
        try
        {
            if (plain || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive || !ReferenceEquals(output, Console.Out))
                Print(simulator, output, finished, cancellationToken);
            else
                Show(simulator, finished, cancellationToken);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.WriteLine($"stopped after round {simulator.Round}");
            return simulator.Options.Rounds == 0 ? ExitCode.Done : ExitCode.Interrupted;
        }
    }

    private static void Print(Simulator simulator, TextWriter output, Action? finished, CancellationToken cancellationToken)
    {
        foreach (var line in ScenarioText.Of(simulator.Options, simulator.Workload)) output.WriteLine(line);
        var lines = new RoundLine();
        using var gauges = new SimulationGauges();
        while (IsOpen(simulator)) output.WriteLine(lines.Of(Run(simulator, gauges, finished, cancellationToken)));
    }

    private static void Show(Simulator simulator, Action? finished, CancellationToken cancellationToken)
    {
        var view = new TerminalView(simulator);
        using var gauges = new SimulationGauges();
        AnsiConsole.Live(view.Draw(null)).Start(context =>
        {
            while (IsOpen(simulator)) context.UpdateTarget(view.Draw(Run(simulator, gauges, finished, cancellationToken)));
        });
    }

    private static RoundSnapshot Run(Simulator simulator, SimulationGauges gauges, Action? finished, CancellationToken cancellationToken)
    {
        var round = simulator.RunRound(cancellationToken);
        gauges.Show(simulator, round);
        finished?.Invoke();
        return round;
    }

    private static bool IsOpen(Simulator simulator) => simulator.Options.Rounds == 0 || simulator.Round < simulator.Options.Rounds;
}
