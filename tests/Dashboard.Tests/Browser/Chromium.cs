using Microsoft.Playwright;

namespace Diten.Dashboard.Tests.Browser;

/// <summary>The machine's own Chromium, driven by Playwright; nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] WellKnown = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where Chromium is, or null: then the browser tests are skipped, and say so.</summary>
    public static string? Executable { get; } =
        (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? [path] : WellKnown).FirstOrDefault(File.Exists);

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("Chromium did not start");

    public async Task InitializeAsync()
    {
        if (Executable is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>A test that needs Chromium; without one it is skipped with a reason that says how to get it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Executable is null) Skip = ChromiumTheoryAttribute.Reason;
    }
}

/// <summary>As <see cref="ChromiumFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public const string Reason = "NOT TESTED: no Chromium on this machine. Install it (Debian: apt install chromium) or name it in CHROMIUM_PATH.";

    public ChromiumTheoryAttribute()
    {
        if (Chromium.Executable is null) Skip = Reason;
    }
}
