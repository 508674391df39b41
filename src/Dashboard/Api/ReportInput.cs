namespace Diten.Dashboard.Api;

/// <summary>What a report must be, by whatever way it comes.</summary>
internal static class ReportInput
{
    /// <summary>The first fault of a report, or null.</summary>
    /// <param name="body">The report.</param>
    /// <param name="isStamped">Whether number and time must be given; where they need not be, they are looked at if they are.</param>
    public static InputFault? FaultOf(ReportBody body, bool isStamped)
    {
        if (body.Sequence is null && isStamped) return new InputFault("sequence", "is missing; must be a whole number, 1 or more");
        if (body.At is null && isStamped) return new InputFault("at", "is missing; must be a time as in 2026-01-31T12:00:00Z");
        if (body.State is not { } state) return new InputFault("state", "is missing; must be an object of named numbers");
        if (body.Sequence < 1) return new InputFault("sequence", "must be 1 or more", IsRange: true);
        return Readings.Check("state", state.Select(s => KeyValuePair.Create(s.Key, (double?)s.Value)), allowNull: false, allowEmpty: false) is { } fault
            ? new InputFault(fault.Field, fault.Error, IsRange: true)
            : null;
    }
}
