using System.Text;
using Microsoft.AspNetCore.Components;

namespace Diten.Dashboard.Charts;

/// <summary>What all charts share: a title for people and for screen readers, a size, and where it is drawn.</summary>
public abstract class ChartBase : ComponentBase
{
    /// <summary>What the chart shows, one line.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>A longer text alternative; null lets the chart sum itself up.</summary>
    [Parameter] public string? Description { get; set; }

    /// <summary>Whether the title is drawn; off where the page has a heading.</summary>
    [Parameter] public bool ShowTitle { get; set; } = true;

    /// <summary>Width of the picture's own coordinates, px at scale 1; the picture scales with its box.</summary>
    [Parameter] public double Width { get; set; } = 720;

    /// <summary>Height, px at scale 1; 0 lets the chart choose.</summary>
    [Parameter] public double Height { get; set; }

    /// <summary>Prefix of element ids, unique in the page; null derives one from the title and the size.</summary>
    [Parameter] public string? Id { get; set; }

    /// <summary>True puts the stylesheet and the namespace into the picture, so that it can be a file of its own.</summary>
    [Parameter] public bool Standalone { get; set; }

    /// <summary>Id prefix in use.</summary>
    protected internal string Key => Id ?? "c" + StableHash($"{GetType().Name}|{Title}|{Width}").ToString("x8");

    private static uint StableHash(string text)
    {
        var hash = 2166136261u; // FNV-1a: string.GetHashCode differs from run to run
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 16777619u;
        return hash;
    }
}
