using Diten.Core.Twins;
using Diten.Dashboard.Tests.Support;
using Microsoft.Playwright;

namespace Diten.Dashboard.Tests.Browser;

[Collection(Chromium.Collection)]
public sealed class LiveTests(Chromium chromium)
{
    [ChromiumFact]
    public async Task A_new_round_moves_the_curve_and_the_figures_without_a_reload()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 3);
        await using var context = await chromium.NewContextAsync();
        var page = await Open(context, dashboard, "/");
        await page.EvaluateAsync("() => { window.stayed = true; }");
        var curve = page.Locator("#accuracy-372-d, #accuracy-560-d").First;
        Assert.Contains("accuracy: 3 points", await curve.TextContentAsync(), StringComparison.Ordinal);

        dashboard.Network.RunRound();
        await Assertions.Expect(curve).ToContainTextAsync("accuracy: 4 points");
        await Assertions.Expect(page.Locator(".figure", new PageLocatorOptions { HasText = "Round" }).First).ToContainTextAsync("4");
        await Assertions.Expect(page.Locator("#last-round-link")).ToHaveTextAsync("Round 4");
        await Assertions.Expect(page.Locator("tbody th").First).ToHaveTextAsync("4");

        for (var i = 0; i < 30; i++) dashboard.Network.RunRound(); // a burst is thinned out, and its end is not lost
        await Assertions.Expect(curve).ToContainTextAsync("accuracy: 34 points");
        Assert.True(await page.EvaluateAsync<bool>("() => window.stayed === true"));
    }

    [ChromiumFact]
    public async Task The_focus_and_the_place_in_a_scrolled_table_survive_an_update()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 12);
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 } });
        var page = await Open(context, dashboard, "/");
        await page.Locator("td a, th a").GetByText("9", new LocatorGetByTextOptions { Exact = true }).FocusAsync();
        var scroll = await page.EvaluateAsync<double>("() => { const s = [...document.querySelectorAll('.scroll')].at(-1); s.scrollLeft = 40; return s.scrollLeft; }");
        var before = await page.EvaluateAsync<double>("() => scrollY");

        dashboard.Network.RunRound();
        await Assertions.Expect(page.Locator("tbody th").First).ToHaveTextAsync("13");
        Assert.Equal("/rounds/9", await page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')"));
        Assert.Equal(scroll, await page.EvaluateAsync<double>("() => [...document.querySelectorAll('.scroll')].at(-1).scrollLeft"));
        Assert.Equal(before, await page.EvaluateAsync<double>("() => scrollY"));
    }

    [ChromiumFact]
    public async Task The_page_says_when_the_server_is_gone_and_catches_up_when_it_is_back()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 1);
        await using var gate = new Gate();
        gate.Open(dashboard.Address);
        await using var context = await chromium.NewContextAsync();
        var page = await Open(context, gate.Address, "/");
        gate.Shut();
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("offline");

        dashboard.Network.RunRound();
        gate.Open(dashboard.Address);
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("live");
        await Assertions.Expect(page.Locator("#last-round-link")).ToHaveTextAsync("Round 2");
    }

    [ChromiumFact]
    public async Task A_desired_state_is_set_by_form_pends_and_is_confirmed_live_by_the_device()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        await using var context = await chromium.NewContextAsync();
        var page = await Open(context, dashboard, "/twins/dev-001");
        await page.GetByLabel("Reading", new PageGetByLabelOptions { Exact = true }).FillAsync("temperatureK");
        await page.GetByLabel("Value").FillAsync("warm");
        await page.GetByLabel("Value").PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("must be a finite number");
        Assert.Equal("warm", await page.GetByLabel("Value").InputValueAsync());

        await page.GetByLabel("Value").FillAsync("300");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Set" }).ClickAsync();
        var row = page.Locator("tr", new PageLocatorOptions { HasText = "temperatureK" }).First;
        await Assertions.Expect(row).ToContainTextAsync("300 K");
        await Assertions.Expect(row).ToContainTextAsync("pending");

        var twin = (await dashboard.Network.FindTwinAsync("dev-001", default))!;
        await dashboard.Network.ReportAsync("dev-001", new DeviceReport(twin.LastSequence + 1, twin.At.AddSeconds(1), new Dictionary<string, double>(StringComparer.Ordinal) { ["temperatureK"] = 300 }), null, default);
        await Assertions.Expect(row).ToContainTextAsync("confirmed");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Withdraw temperatureK" }).ClickAsync();
        await Assertions.Expect(row).Not.ToContainTextAsync("confirmed");
        Assert.Empty((await dashboard.Network.FindTwinAsync("dev-001", default))!.Desired);
    }

    internal static Task<IPage> Open(IBrowserContext context, RunningDashboard dashboard, string path) => Open(context, dashboard.Address, path);

    private static async Task<IPage> Open(IBrowserContext context, Uri address, string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, path).ToString());
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("live");
        return page;
    }
}
