using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Diten.Dashboard.Charts.Parts;

/// <summary>An SVG text element. A component, because Razor reads a bare text tag in code as its own.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>Left, middle or right end, by <see cref="Anchor"/>, px.</summary>
    [Parameter] public double X { get; set; }

    /// <summary>Base line, px.</summary>
    [Parameter] public double Y { get; set; }

    /// <summary>CSS classes.</summary>
    [Parameter] public string? Class { get; set; }

    /// <summary><c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    [Parameter] public string? Anchor { get; set; }

    /// <summary>SVG transform.</summary>
    [Parameter] public string? Transform { get; set; }

    /// <summary>The text.</summary>
    [Parameter, EditorRequired] public string Value { get; set; } = "";

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", Numbers.Px(X));
        builder.AddAttribute(2, "y", Numbers.Px(Y));
        if (Class is not null) builder.AddAttribute(3, "class", Class);
        if (Anchor is not null) builder.AddAttribute(4, "text-anchor", Anchor);
        if (Transform is not null) builder.AddAttribute(5, "transform", Transform);
        builder.AddContent(6, Value);
        builder.CloseElement();
    }
}
