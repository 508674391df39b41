using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diten.Dashboard.Charts;

/// <summary>Draws a chart without a web server: for SVG files and for the report.</summary>
public static class ChartRenderer
{
    /// <summary>Renders one chart to a well-formed SVG document.</summary>
    /// <typeparam name="TChart">The chart.</typeparam>
    /// <param name="parameters">The chart's parameters by name.</param>
    /// <param name="standalone">True: with its stylesheet, to be a file; false: to be put into a page that has <see cref="ChartStyles.Css"/>.</param>
    /// <returns>Text that begins with <c>&lt;svg</c>; the same parameters give the same text.</returns>
    /// <exception cref="InvalidOperationException">A name is not a parameter of the chart.</exception>
    public static async Task<string> ToSvgAsync<TChart>(IReadOnlyDictionary<string, object?> parameters, bool standalone = true)
        where TChart : ChartBase
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var all = new Dictionary<string, object?>(parameters, StringComparer.Ordinal) { [nameof(ChartBase.Standalone)] = standalone };
        var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using (services)
        {
            var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
            await using (renderer)
            {
                return await renderer.Dispatcher.InvokeAsync(async () =>
                {
                    var root = await renderer.RenderComponentAsync<TChart>(ParameterView.FromDictionary(all));
                    return root.ToHtmlString().Trim();
                });
            }
        }
    }
}
