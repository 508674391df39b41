using System.ComponentModel.DataAnnotations;
using Diten.Core.Twins;

namespace Diten.Core.Tests.Twins;

public sealed class TwinOptionsTests
{
    [Fact]
    public void Defaults_are_valid_and_values_out_of_range_are_named()
    {
        TwinOptions.Default.Validate();
        Bad(TwinOptions.Default with { ReportPeriod = TimeSpan.Zero }, "ReportPeriod");
        Bad(TwinOptions.Default with { OfflinePeriods = 0 }, "OfflinePeriods");
        Bad(TwinOptions.Default with { MaxReadings = 0 }, "MaxReadings");
        Bad(TwinOptions.Default with { RawPoints = -1 }, "RawPoints");
        Bad(TwinOptions.Default with { Deltas = 0 }, "Deltas");
        Bad(TwinOptions.Default with { CommandRetryLimit = TimeSpan.FromSeconds(1) }, "CommandRetryLimit");
        Bad(TwinOptions.Default with { DriftOff = 0.5 }, "DriftOff");

        static void Bad(TwinOptions options, string name) =>
            Assert.Contains(name, Assert.Throws<ValidationException>(options.Validate).Message, StringComparison.Ordinal);
    }
}
