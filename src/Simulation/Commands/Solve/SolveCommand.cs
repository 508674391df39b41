using System.CommandLine;

namespace Diten.Simulation.Commands.Solve;

/// <summary><c>diten solve</c>: one problem in, one answer out, both JSON.</summary>
internal static class SolveCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("solve", "Solves one problem of the paper: reads JSON, writes JSON. Answers within a second.");
        command.Subcommands.Add(CreateProblem(
            "cpu",
            "CPU frequencies that balance energy against the slowest device's time (Eq. 31-35), exactly.",
            """
            JSON file; - or nothing reads standard input.
            In:  {"gamma":1.0,"devices":[{"samples":600,"cyclesPerSample":2e6,"minFrequency":3e8,"maxFrequency":2e9,"energyCoefficient":1e-28}]}
                 gamma in J/s and energyCoefficient in J/(cycle Hz^2), 0 or more; samples, cycles per sample and frequencies in Hz, above 0.
            Out: {"time":s,"energy":J,"objective":J,"devices":[{"frequency":Hz,"group":"bottleneck|strong|balanced"}]}
            """,
            CpuProblem.Solve));
        command.Subcommands.Add(CreateProblem(
            "weights",
            "Update weights and the aggregated model of one asynchronous round (Eq. 21, 22).",
            """
            JSON file; - or nothing reads standard input.
            In:  {"mode":"normalized|literal|residual|samples","previous":[w],"updates":[{"samples":600,"roundGap":1,"rate":1e6,"frequency":1e9,"parameters":[w]}],"ratioScale":null}
                 rate in bit/s, frequency in Hz; ratioScale divides rate/frequency (bit/cycle), null takes the mean over the updates.
            Out: {"tau":[per update],"weights":[per update],"aggregate":[w]}
            """,
            WeightsProblem.Solve));
        command.Subcommands.Add(CreateProblem(
            "allocation",
            "Who gets which subcarrier (Eq. 23-27, 36), with a certificate: no allocation whatever is faster than lowerBound.",
            AllocationFormat.Text,
            AllocationSolve.Solve));
        return command;
    }

    private static Command CreateProblem(string name, string description, string format, Func<string, string> solve)
    {
        var command = new Command(name, description);
        var file = new Argument<string?>("file")
        {
            Description = format,
            Arity = ArgumentArity.ZeroOrOne,
        };
        command.Arguments.Add(file);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = await ProblemReader.ReadAsync(parsed.GetValue(file), cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(solve(text).AsMemory(), cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
