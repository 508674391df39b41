using System.Text.Json.Nodes;
using Diten.Deploy.Tests.Reading;
using Microsoft.Playwright;

namespace Diten.Deploy.Tests.Observed;

/// <summary>A panel as it is drawn.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Text">What is written below the title: a figure, names of series, that there is no data.</param>
/// <param name="IsChart">Whether there is a plot in it.</param>
/// <param name="HasFailed">Whether it bears the mark of an error.</param>
internal sealed record DrawnPanel(string Title, string Text, bool IsChart, bool HasFailed);

/// <summary>A page of Grafana in a browser in which somebody is logged in.</summary>
internal sealed class GrafanaPage(IPage page, Uri address)
{
    // The first of each pair is how Grafana marks it today, the second how it did in version 7.
    private const string Read = """
        [...document.querySelectorAll('[data-testid^="data-testid Panel header "], [aria-label^="Panel container title "]')].map(panel => {
            const title = (panel.dataset.testid ?? panel.getAttribute('aria-label')).replace(/^(data-testid Panel header|Panel container title) /, '');
            return {
                title,
                text: panel.innerText.replace(title, '').trim(),
                chart: panel.querySelector('.uplot canvas') !== null,
                failed: panel.querySelector('[data-testid="data-testid Panel status error"], .panel-info-corner--error') !== null,
            };
        })
        """;

    /// <summary>Longest time for a page, ms: many times what a busy machine needs.</summary>
    private const float Patience = 150_000;

    /// <summary>Opens a dashboard, of the last five minutes, and waits until every panel shows something or that there is nothing.</summary>
    /// <param name="uid">Its id.</param>
    /// <param name="panels">How many panels it has.</param>
    /// <param name="more">More of the query: values of variables.</param>
    /// <returns>The panels as they are drawn.</returns>
    public async Task<DrawnPanel[]> OpenAsync(string uid, int panels, string more = "")
    {
        // Asking anew would break off what has not been answered yet.
        var options = new PageGotoOptions { Timeout = Patience };
        await page.GotoAsync(new Uri(address, $"/d/{uid}/x?from=now-5m&to=now&refresh=1d{more}").ToString(), options);
        await page.WaitForFunctionAsync(
            $"count => {{ const panels = {Read}; return panels.length === count && panels.every(panel => panel.text !== '' || panel.failed); }}", panels, new() { Timeout = Patience });
        return
        [
            .. JsonNode.Parse(await page.EvaluateAsync<string>($"() => JSON.stringify({Read})")).Items()
                .Select(panel => new DrawnPanel(panel["title"].Text()!, panel["text"].Text()!, panel["chart"]!.GetValue<bool>(), panel["failed"]!.GetValue<bool>())),
        ];
    }
}
