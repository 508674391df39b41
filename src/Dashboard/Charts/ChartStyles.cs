namespace Diten.Dashboard.Charts;

/// <summary>The charts' stylesheet: for pages that put several charts in and want it once.</summary>
public static class ChartStyles
{
    private static readonly Lazy<string> Sheet = new(Read);

    /// <summary>CSS for everything under <c>.diten-chart</c>, with light and dark colours.</summary>
    public static string Css => Sheet.Value;

    private static string Read()
    {
        using var stream = typeof(ChartStyles).Assembly.GetManifestResourceStream("charts.css")
            ?? throw new InvalidOperationException("charts.css is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
