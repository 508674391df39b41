namespace Diten.Core.Twins;

/// <summary>A device report as columns, as it comes over the wire; not copied, and not held after the report is taken.</summary>
/// <param name="sequence">As <see cref="DeviceReport.Sequence"/>.</param>
/// <param name="at">As <see cref="DeviceReport.At"/>.</param>
/// <param name="names">Names of the readings, each once.</param>
/// <param name="values">Their values, as many.</param>
public readonly ref struct ReportColumns(long sequence, DateTimeOffset at, ReadOnlySpan<string> names, ReadOnlySpan<double> values)
{
    /// <summary>As <see cref="DeviceReport.Sequence"/>.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>As <see cref="DeviceReport.At"/>.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>Names of the readings, each once.</summary>
    public ReadOnlySpan<string> Names { get; } = names;

    /// <summary>Their values, as many as <see cref="Names"/>.</summary>
    public ReadOnlySpan<double> Values { get; } = values;
}
