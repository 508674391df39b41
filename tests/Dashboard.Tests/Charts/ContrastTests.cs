using System.Globalization;
using System.Text.RegularExpressions;
using Diten.Dashboard.Charts;

namespace Diten.Dashboard.Tests.Charts;

/// <summary>WCAG 2 contrast of every colour that carries text or data, in light and in dark.</summary>
public sealed partial class ContrastTests
{
    [Theory]
    [InlineData("charts.css", "--c-paper", new[] { "--c-ink", "--c-soft", "--s0", "--s1", "--s2", "--s3", "--s4", "--s5", "--s6", "--s7" })]
    [InlineData("site.css", "--card", new[] { "--ink", "--soft", "--accent", "--good", "--warn", "--bad" })]
    [InlineData("site.css", "--bg", new[] { "--ink", "--soft", "--accent", "--good", "--warn", "--bad" })]
    [InlineData("site.css", "--accent", new[] { "--accent-ink" })]
    public void Text_reaches_AA_on_its_ground(string sheet, string ground, string[] colors)
    {
        var css = Read(sheet);
        var themes = Blocks().Matches(css).Select(m => Variables().Matches(m.Value).ToDictionary(v => v.Groups[1].Value, v => v.Groups[2].Value, StringComparer.Ordinal)).Where(v => v.ContainsKey(ground)).ToArray();
        Assert.Equal(3, themes.Length); // light, dark by preference, dark by choice
        Assert.Equal(themes[1], themes[2]);
        foreach (var theme in themes)
        {
            foreach (var color in colors)
            {
                var ratio = Contrast(theme[color], theme[ground]);
                Assert.True(ratio >= 4.5, $"{sheet}: {color} {theme[color]} on {ground} {theme[ground]} has contrast {ratio:0.00}, below 4.5");
            }
        }
    }

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string hex)
    {
        var full = hex.Length == 4 ? string.Concat(hex.Skip(1).Select(c => $"{c}{c}")) : hex[1..];
        double Channel(int i)
        {
            var v = int.Parse(full.AsSpan(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
        }
        return (0.2126 * Channel(0)) + (0.7152 * Channel(1)) + (0.0722 * Channel(2));
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ChartStyles).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 60_000)]
    private static partial Regex Blocks();

    [GeneratedRegex("(--[a-z0-9-]+):(#[0-9a-f]{3,6})", RegexOptions.None, 60_000)]
    private static partial Regex Variables();
}
