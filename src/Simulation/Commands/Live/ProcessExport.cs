using Diten.Observability;

namespace Diten.Simulation.Commands.Live;

/// <summary>Exports what a command's process tells of itself.</summary>
internal static class ProcessExport
{
    /// <summary>Begins to export.</summary>
    /// <param name="service">Name of the process where the environment gives none.</param>
    /// <exception cref="InputException">An environment variable is not what it must be.</exception>
    public static OtlpExport Start(string service)
    {
        try
        {
            return OtlpExport.Start(service);
        }
        catch (ExportSettingsException e)
        {
            throw new InputException(e.Variable, e.Problem);
        }
    }
}
