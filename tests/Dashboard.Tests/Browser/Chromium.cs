using Microsoft.Playwright;

namespace Diten.Dashboard.Tests.Browser;

/// <summary>One Chromium for all tests that need it, one test at a time: two browsers beside each other only wait for the processor.</summary>
[CollectionDefinition(Chromium.Collection)]
public sealed class ChromiumDefinition : ICollectionFixture<Chromium>;

/// <summary>The machine's own Chromium, driven by Playwright; nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Name of the collection.</summary>
    public const string Collection = "chromium";

    /// <summary>Longest time for a start, a navigation, an action or an expectation, ms: far beyond what a busy machine needs.</summary>
    private const float Patience = 60_000;

    private static readonly string[] WellKnown = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where Chromium is, or null: then the browser tests are skipped, and say so.</summary>
    public static string? Executable { get; } =
        (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? [path] : WellKnown).FirstOrDefault(File.Exists);

    /// <summary>A fresh profile.</summary>
    internal async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        var context = await (_browser ?? throw new InvalidOperationException("Chromium did not start")).NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    public async Task InitializeAsync()
    {
        if (Executable is null) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Headless = true,
            Timeout = Patience,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>A test that needs Chromium; without one it is skipped with a reason that says how to get it. One that hangs fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        Timeout = ChromiumTheoryAttribute.LongestMilliseconds;
        if (Chromium.Executable is null) Skip = ChromiumTheoryAttribute.Reason;
    }
}

/// <summary>As <see cref="ChromiumFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public const string Reason = "NOT TESTED: no Chromium on this machine. Install it (Debian: apt install chromium) or name it in CHROMIUM_PATH.";

    /// <summary>Waits have their own limits; this one is for a page's script that never ends.</summary>
    public const int LongestMilliseconds = 300_000;

    public ChromiumTheoryAttribute()
    {
        Timeout = LongestMilliseconds;
        if (Chromium.Executable is null) Skip = Reason;
    }
}
