namespace Diten.Simulation.Commands;

/// <summary>Exit codes of <c>diten</c>.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Could not be done although the input was right: a busy port, a full disk.</summary>
    public const int Failed = 1;

    /// <summary>Bad options or bad input; one line on standard error names the field and its range.</summary>
    public const int BadInput = 2;

    /// <summary>Ended by Ctrl-C before it was finished; what was finished is kept.</summary>
    public const int Interrupted = 130;
}
