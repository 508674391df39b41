using Microsoft.Extensions.Logging;

namespace Diten.Simulation.Experiments;

internal sealed partial class ExperimentRunner
{
    [LoggerMessage(4201, LogLevel.Information, "Series {Title} begins, {Steps} steps")]
    private static partial void LogBegin(ILogger log, string title, int steps);

    [LoggerMessage(4202, LogLevel.Information, "Series {Title} is finished")]
    private static partial void LogEnd(ILogger log, string title);
}
