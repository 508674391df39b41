using System.ComponentModel.DataAnnotations;

namespace Diten.Core.Twins;

/// <summary>Bounds and periods of twins; one instance is shared by all twins of a process.</summary>
public sealed record TwinOptions
{
    /// <summary>The defaults.</summary>
    public static TwinOptions Default { get; } = new();

    /// <summary>How often a device should be heard; above 0; default 60 s. After it the twin is stale.</summary>
    public TimeSpan ReportPeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Periods of silence after which a twin is offline, 1 or more; default 3.</summary>
    [Range(1, 1000)]
    public int OfflinePeriods { get; init; } = 3;

    /// <summary>How far a device's clock may be ahead; 0 or more; default 5 min.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Readings a twin may have, 1 to 1,000; default 64.</summary>
    [Range(1, 1000)]
    public int MaxReadings { get; init; } = 64;

    /// <summary>Characters of a reading's name, 1 to 256; default 64.</summary>
    [Range(1, 256)]
    public int MaxNameLength { get; init; } = 64;

    /// <summary>Raw points kept per reading, 0 to 100,000 (0: no history); default 64. 8 bytes each, and 8 for the times of readings that come together.</summary>
    [Range(0, 100_000)]
    public int RawPoints { get; init; } = 64;

    /// <summary>Minute aggregates kept per reading of points that are no longer held raw, 0 to 100,000; default 60. 24 bytes each, and 8 for readings that come together.</summary>
    [Range(0, 100_000)]
    public int MinuteAggregates { get; init; } = 60;

    /// <summary>Hour aggregates kept per reading of points that are no longer held raw, 0 to 100,000; default 48. 24 bytes each, and 8 for readings that come together.</summary>
    [Range(0, 100_000)]
    public int HourAggregates { get; init; } = 48;

    /// <summary>Interactions Δs kept, 1 to 1,000; default 8.</summary>
    [Range(1, 1000)]
    public int Deltas { get; init; } = 8;

    /// <summary>Links a twin may have, 0 to 1,000; default 16.</summary>
    [Range(0, 1000)]
    public int MaxLinks { get; init; } = 16;

    /// <summary>Relative difference at which a reported reading still confirms the desired one, 0 to 1; default 1e-6. A desired 0 is confirmed by 0 only.</summary>
    [Range(0.0, 1.0)]
    public double DesiredTolerance { get; init; } = 1e-6;

    /// <summary>Time from a command to its first repetition, doubled with each; above 0; default 10 s.</summary>
    public TimeSpan CommandRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time between repetitions; default 5 min.</summary>
    public TimeSpan CommandRetryLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time after which an unconfirmed desired reading is given up; above 0; default 1 h.</summary>
    public TimeSpan CommandLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Share of the newest deviation in the smoothed one, and of the newest upload in the rate, above 0 to 1; default 0.2.</summary>
    [Range(double.Epsilon, 1.0)]
    public double DeviationSmoothing { get; init; } = 0.2;

    /// <summary>Smoothed relative deviation above which a twin drifts; default 0.25.</summary>
    [Range(0.0, double.MaxValue)]
    public double DriftOn { get; init; } = 0.25;

    /// <summary>Smoothed relative deviation below which it no longer drifts, at most <see cref="DriftOn"/>; default 0.10.</summary>
    [Range(0.0, double.MaxValue)]
    public double DriftOff { get; init; } = 0.10;

    /// <summary>Checks the whole.</summary>
    /// <exception cref="ValidationException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (ReportPeriod <= TimeSpan.Zero) throw new ValidationException("ReportPeriod must be above 0");
        if (ClockSkew < TimeSpan.Zero) throw new ValidationException("ClockSkew must be 0 or more");
        if (CommandRetry <= TimeSpan.Zero) throw new ValidationException("CommandRetry must be above 0");
        if (CommandRetryLimit < CommandRetry) throw new ValidationException("CommandRetryLimit must be at least CommandRetry");
        if (CommandLifetime <= TimeSpan.Zero) throw new ValidationException("CommandLifetime must be above 0");
        if (DriftOff > DriftOn) throw new ValidationException("DriftOff must be at most DriftOn");
    }
}
