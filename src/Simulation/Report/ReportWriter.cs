using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diten.Simulation.Report;

/// <summary>Draws report.html and the SVG files; the same sections give the same bytes.</summary>
internal static class ReportWriter
{
    /// <summary>Writes every figure of a section to a file of its own.</summary>
    public static async Task WriteFiguresAsync(ReportSection section, string folder, CancellationToken cancellationToken)
    {
        foreach (var figure in section.Figures)
        {
            var svg = await figure.Chart.Draw(true);
            await File.WriteAllTextAsync(Path.Combine(folder, figure.Name + ".svg"), "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + svg + "\n", cancellationToken);
        }
    }

    /// <summary>One page with everything in it: no script, nothing to load.</summary>
    /// <param name="title">Heading.</param>
    /// <param name="facts">Seed, data set and the like.</param>
    /// <param name="command">Repeats the run.</param>
    /// <param name="sections">One per experiment.</param>
    public static async Task<string> RenderAsync(string title, IReadOnlyList<(string Name, string Value)> facts, string command, IReadOnlyList<ReportSection> sections)
    {
        var drawings = new Dictionary<string, MarkupString>(StringComparer.Ordinal);
        foreach (var figure in sections.SelectMany(section => section.Figures)) drawings[figure.Name] = new MarkupString(await figure.Chart.Draw(false));
        var model = new ReportModel(title, facts, command, sections, drawings);
        var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using (services)
        {
            var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
            await using (renderer)
            {
                var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ReportPage.Model)] = model });
                var page = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportPage>(parameters)).ToHtmlString());
                return "<!doctype html>\n" + page.Trim() + "\n";
            }
        }
    }
}
