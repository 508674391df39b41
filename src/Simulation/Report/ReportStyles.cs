using Diten.Dashboard.Charts;

namespace Diten.Simulation.Report;

/// <summary>The report's stylesheet with that of the charts: all inside the page.</summary>
internal static class ReportStyles
{
    /// <summary>CSS of the whole page.</summary>
    public static string Css { get; } = Read() + ChartStyles.Css;

    private static string Read()
    {
        using var stream = typeof(ReportStyles).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("report.css is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
