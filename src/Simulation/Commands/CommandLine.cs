using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Diten.Learning;
using Diten.Simulation.Commands.Solve;

namespace Diten.Simulation.Commands;

/// <summary>Parses, runs, and turns every failure into one line and an exit code.</summary>
internal static class CommandLine
{
    private static readonly string[] s_help = ["--help", "-h", "-?"];

    /// <summary>Runs one command line.</summary>
    /// <param name="args">Arguments after the program's name.</param>
    /// <param name="output">Answers.</param>
    /// <param name="error">Complaints, one line each.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error) => RunAsync(CreateRoot(args), args, output, error);

    /// <summary>Runs one command line of another program's commands.</summary>
    /// <param name="root">The commands.</param>
    /// <param name="args">Arguments after the program's name.</param>
    /// <param name="output">Answers.</param>
    /// <param name="error">Complaints, one line each.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(Command root, string[] args, TextWriter output, TextWriter error)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && !args.Any(s_help.Contains))
        {
            await error.WriteLineAsync($"diten: {Complaint(parsed)} (see diten{PathOf(parsed)} --help)");
            return ExitCode.BadInput;
        }
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, stop.Token);
        }
        catch (InputException e)
        {
            await error.WriteLineAsync($"diten: {OneLine(e.Message)}");
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or LearnerException)
        {
            await error.WriteLineAsync($"diten: {OneLine(e.Message)}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Only the command that is asked for, where start-up time counts; otherwise all of them.</summary>
    private static Command CreateRoot(string[] args)
    {
        var root = NewRoot("A digital twin edge network: asynchronous federated learning over a shared radio, simulated in one process.");
        if (args is ["solve", ..])
            root.Subcommands.Add(SolveCommand.Create());
        else
            AddAll(root);
        return root;
    }

    /// <summary>A root with help and version, and no command yet.</summary>
    public static Command NewRoot(string description)
    {
        var root = new Command("diten", description);
        root.Options.Add(new HelpOption { Recursive = true });
        root.Options.Add(new VersionOption());
        return root;
    }

    // Not inlined: keeps the web host, the terminal library and the experiments out of the start of `solve`.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddAll(Command root) => CommandTable.AddTo(root);

    // The first signal asks for a clean end; a second one is left to the system, which ends the process.
    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested) return;
        context.Cancel = true;
        stop.Cancel();
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent)
            names.Push(result.Command.Name);
        return string.Concat(names.Select(name => " " + name));
    }

    // An unknown word also makes a command look incomplete; the word is what the person wants to hear of.
    private static string Complaint(ParseResult parsed) =>
        parsed.UnmatchedTokens.Count > 0 ? $"unknown command or option '{parsed.UnmatchedTokens[0]}'" : OneLine(parsed.Errors[0].Message);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
