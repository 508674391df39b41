using System.Xml.Linq;
using Diten.Dashboard.Charts;

namespace Diten.Dashboard.Tests.Charts;

/// <summary>Draws a chart and reads it back as XML, which also proves it well-formed.</summary>
internal static class Svg
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    public static async Task<XElement> Draw<T>(params (string Name, object? Value)[] parameters)
        where T : ChartBase => XDocument.Parse(await Text<T>(parameters)).Root!;

    public static Task<string> Text<T>(params (string Name, object? Value)[] parameters)
        where T : ChartBase => ChartRenderer.ToSvgAsync<T>(parameters.Append(("Title", parameters.Any(p => p.Name == "Title") ? null : "A chart"))
            .Where(p => p.Item2 is not null || p.Item1 != "Title").ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal));

    public static IEnumerable<XElement> All(this XElement root, string element, string? cssClass = null) => root.Descendants(Namespace + element)
        .Where(e => cssClass is null || ((string?)e.Attribute("class") ?? "").Split(' ').Contains(cssClass, StringComparer.Ordinal));

    public static double Number(this XElement element, string attribute) => double.Parse((string)element.Attribute(attribute)!, System.Globalization.CultureInfo.InvariantCulture);
}
