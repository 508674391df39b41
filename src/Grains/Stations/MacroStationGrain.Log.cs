using Microsoft.Extensions.Logging;

namespace Diten.Grains.Stations;

internal sealed partial class MacroStationGrain
{
    [LoggerMessage(2030, LogLevel.Information, "Macro base station {Station} is set up: model {Model} with {Parameters} parameters")]
    private static partial void LogSetUp(ILogger log, string station, string model, int parameters);

    [LoggerMessage(2031, LogLevel.Information, "Macro base station {Station} finished round {Round}: {Stations} base stations, {Missing} did not arrive, model version {Version}")]
    private static partial void LogRound(ILogger log, string station, int round, int stations, int missing, int version);
}
