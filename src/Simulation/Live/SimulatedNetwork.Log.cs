using Microsoft.Extensions.Logging;

namespace Diten.Simulation.Live;

public sealed partial class SimulatedNetwork
{
    [LoggerMessage(4101, LogLevel.Information, "The simulated network is {Status}")]
    private static partial void LogStatus(ILogger log, string status);

    [LoggerMessage(4102, LogLevel.Error, "The simulated network has failed")]
    private static partial void LogFailed(ILogger log, Exception failure);
}
