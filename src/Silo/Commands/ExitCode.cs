namespace Diten.Silo.Commands;

/// <summary>Exit codes of the silo's commands.</summary>
internal static class ExitCode
{
    /// <summary>Done; a silo has left its cluster in order.</summary>
    public const int Done = 0;

    /// <summary>Could not be done although the settings are right: a busy port, a database that is not there.</summary>
    public const int Failed = 1;

    /// <summary>Wrong settings or options; one line on standard error names the fields.</summary>
    public const int BadInput = 2;
}
