namespace Diten.Dashboard.Charts.Parts;

/// <summary>Estimates how wide a sans-serif text is; a server has no font to ask. Errs on the wide side.</summary>
internal static class TextMeasure
{
    public static double Width(string text, double fontSize)
    {
        var em = 0.0;
        foreach (var c in text)
        {
            em += c switch
            {
                'i' or 'l' or 'j' or '.' or ',' or ':' or ';' or '\'' or '|' or ' ' => 0.31,
                'f' or 't' or 'r' or '-' or '(' or ')' or 'I' => 0.39,
                'm' or 'w' or 'M' or 'W' or '%' or '—' => 0.92,
                >= 'A' and <= 'Z' => 0.69,
                _ => 0.58,
            };
        }
        return em * fontSize;
    }
}
