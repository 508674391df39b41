using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diten.Simulation.Report;

/// <summary>Draws report.html and the SVG files; the same sections give the same bytes.</summary>
internal static class ReportWriter
{
    private const double FileWidth = 720;
    private const double WideWidth = 900;
    private const double HalfWidth = 520;

    /// <summary>Writes every figure of a section to a file of its own.</summary>
    public static async Task WriteFiguresAsync(ReportSection section, string folder, CancellationToken cancellationToken)
    {
        foreach (var figure in section.Figures)
        {
            var svg = await figure.Chart.Draw(FileWidth, true);
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
        foreach (var section in sections)
        {
            // Drawn at about the size at which they are shown, so that their text is as large as the page's.
            for (var i = 0; i < section.Figures.Count; i++)
                drawings[section.Figures[i].Name] = new MarkupString(await section.Figures[i].Chart.Draw(section.IsWide(i) ? WideWidth : HalfWidth, false));
        }
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
