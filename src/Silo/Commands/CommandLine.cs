using System.CommandLine;
using System.CommandLine.Help;
using Diten.Silo.Settings;

namespace Diten.Silo.Commands;

/// <summary>Parses, runs, and turns every failure into one line and an exit code.</summary>
internal static class CommandLine
{
    private static readonly string[] s_help = ["--help", "-h", "-?"];

    /// <summary>Runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new Command("diten", "The silos of a digital twin edge network.");
        root.Options.Add(new HelpOption { Recursive = true });
        root.Subcommands.Add(SiloCommand.Create());
        root.Subcommands.Add(DbCommand.Create());
        root.Subcommands.Add(HealthCommand.Create());
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && !args.Any(s_help.Contains))
        {
            var complaint = parsed.UnmatchedTokens.Count > 0 ? $"unknown command or option '{parsed.UnmatchedTokens[0]}'" : parsed.Errors[0].Message;
            return await FailAsync(error, ExitCode.BadInput, $"{complaint} (--help lists the options)");
        }
        try
        {
            // Signals are the host's business: it drains the silo.
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (SettingsException e)
        {
            return await FailAsync(error, ExitCode.BadInput, e.Message);
        }
        catch (StartException e)
        {
            return await FailAsync(error, ExitCode.Failed, e.Message);
        }
    }

    private static async Task<int> FailAsync(TextWriter error, int code, string message)
    {
        await error.WriteLineAsync("diten: " + message.ReplaceLineEndings(" ").Trim());
        return code;
    }
}
