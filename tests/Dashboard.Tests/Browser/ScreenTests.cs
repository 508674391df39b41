using Diten.Dashboard.Tests.Support;
using Microsoft.Playwright;

namespace Diten.Dashboard.Tests.Browser;

[Collection(Chromium.Collection)]
public sealed class ScreenTests(Chromium chromium)
{
    public static TheoryData<string> Paths => ["/", "/twins", "/twins/dev-001", "/stations", "/stations/bs-1", "/rounds", "/rounds/9"];

    /// <summary>Set DITEN_SHOTS to a folder to keep the pictures.</summary>
    [ChromiumTheory]
    [MemberData(nameof(Paths))]
    public async Task Pages_fit_every_width_in_light_and_dark_without_a_word_on_the_console(string path)
    {
        await using var dashboard = await RunningDashboard.StartAsync(rounds: 24);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var context = await chromium.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme });
            await using (context)
            {
                var page = await context.NewPageAsync();
                var said = new List<string>();
                page.Console += (_, message) => { if (message.Type is "error" or "warning") said.Add(message.Text); };
                page.PageError += (_, error) => said.Add(error);
                await page.GotoAsync(new Uri(dashboard.Address, path).ToString());
                await page.Locator("#live[data-state=live], body:not(:has([data-live])) #live").WaitForAsync();
                foreach (var (width, height) in new[] { (1280, 800), (1920, 1080), (390, 844) })
                {
                    await page.SetViewportSizeAsync(width, height);
                    var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    Assert.True(overflow <= 0, $"{path} at {width} is {overflow} px too wide");
                    await Keep(page, path, width, scheme);
                }
                Assert.Empty(said);
                var paper = await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");
                Assert.Equal(scheme == ColorScheme.Dark ? "rgb(13, 19, 24)" : "rgb(243, 245, 247)", paper);
            }
        }
    }

    private static async Task Keep(IPage page, string path, int width, ColorScheme scheme)
    {
        if (Environment.GetEnvironmentVariable("DITEN_SHOTS") is not { Length: > 0 } folder) return;
        var name = path == "/" ? "overview" : path.Trim('/').Replace('/', '-');
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });
    }
}
