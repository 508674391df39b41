using Microsoft.Extensions.Logging;

namespace Diten.Grains.Placement;

internal sealed partial class StationHomes
{
    [LoggerMessage(EventId = 7101, Level = LogLevel.Information, Message = "The cluster has {Silos} silos that host grains (view {Epoch}); {Stations} stations here look where they belong")]
    private static partial void Changed(ILogger logger, int silos, int epoch, int stations);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Error, Message = "Stopped hearing of silos; grains of this silo no longer follow their stations")]
    private static partial void ListeningFailed(ILogger logger, Exception exception);
}
