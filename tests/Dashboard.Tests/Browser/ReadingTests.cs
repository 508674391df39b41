using Diten.Dashboard.Tests.Support;
using Microsoft.Playwright;

namespace Diten.Dashboard.Tests.Browser;

[Collection(Chromium.Collection)]
public sealed class ReadingTests(Chromium chromium)
{
    [ChromiumFact]
    public async Task Without_script_everything_is_there_and_filters_and_forms_work()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 4);
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(dashboard.Address.ToString());
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("static");
        await Assertions.Expect(page.Locator("#last-round-link")).ToHaveTextAsync("Round 4");

        await page.GotoAsync(new Uri(dashboard.Address, "/twins").ToString());
        await page.GetByLabel("Liveness").SelectOptionAsync("stale");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Filter" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "dev-003" }).ClickAsync();

        await page.GetByLabel("Reading", new PageGetByLabelOptions { Exact = true }).FillAsync("frequencyHz");
        await page.GetByLabel("Value").FillAsync("1e9");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Set" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("1\u00a0GHz");
        Assert.Equal(1e9, (await dashboard.Network.FindTwinAsync("dev-003", default))!.Desired["frequencyHz"]);
    }

    [ChromiumFact]
    public async Task A_twin_shows_all_of_gamma()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 4);
        await using var context = await chromium.NewContextAsync();
        var page = await LiveTests.Open(context, dashboard, "/twins/dev-001");
        foreach (var heading in new[] { "Running state s", "Model M", "Running data D", "Interactions Δs", "Learning and links", "Set desired state" })
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = heading })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".spark path.line")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("time")).ToHaveAttributeAsync("datetime", "2026-03-02T08:00:12.0000000+00:00");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("radio-neighbour");
    }

    [ChromiumFact]
    public async Task A_machine_with_a_long_name_leaves_room_for_the_others_and_its_station_can_be_chosen()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        var id = "a-pump-" + new string('x', 240);
        await dashboard.Network.RegisterAsync(id, new Core.Network.MachineRegistration("hall-7"), default);
        await using var context = await chromium.NewContextAsync();
        var page = await LiveTests.Open(context, dashboard, "/twins");
        var link = page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = id });
        foreach (var (width, most) in new[] { (1280, 500), (390, 300) })
        {
            await page.SetViewportSizeAsync(width, 800);
            var box = (await link.BoundingBoxAsync())!;
            Assert.InRange(box.Width, 50, most);
        }

        await page.GetByLabel("Station").SelectOptionAsync("hall-7");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Filter" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByLabel("Station")).ToHaveValueAsync("hall-7");
        await link.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync(id);
    }

    [ChromiumFact]
    public async Task The_keyboard_reaches_the_content_first_and_the_focus_is_seen()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        await using var context = await chromium.NewContextAsync();
        var page = await LiveTests.Open(context, dashboard, "/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.getBoundingClientRect().left >= 0"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("() => document.getElementById('main').contains(document.activeElement)"));
        Assert.Equal("solid", await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.closest('svg') === null")); // the dots of the map are no tab stops
    }

    [ChromiumFact]
    public async Task The_theme_can_be_chosen_and_is_remembered()
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 2);
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        var page = await LiveTests.Open(context, dashboard, "/");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dark" }).ClickAsync();
        await page.GotoAsync(new Uri(dashboard.Address, "/twins").ToString());
        Assert.Equal("rgb(13, 19, 24)", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor"));
    }

    [ChromiumFact]
    public async Task A_picture_in_a_file_of_its_own_is_drawn_with_its_colours()
    {
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        var page = await context.NewPageAsync();
        var svg = await Charts.Svg.Text<Diten.Dashboard.Charts.LineChart>(("Series", new[] { new Diten.Dashboard.Charts.ChartSeries("a", [1, 2], [1, 2]) }));
        var file = Path.Combine(Path.GetTempPath(), $"diten-{Guid.NewGuid():N}.svg");
        try
        {
            await File.WriteAllTextAsync(file, svg);
            await page.GotoAsync(new Uri(file).ToString());
            Assert.Equal("rgb(98, 176, 245)", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('path.line')).stroke"));
            Assert.Equal("rgb(20, 28, 35)", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('rect.paper')).fill"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
