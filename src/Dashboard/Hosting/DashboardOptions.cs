using System.ComponentModel.DataAnnotations;

namespace Diten.Dashboard.Hosting;

/// <summary>How the dashboard is served.</summary>
public sealed class DashboardOptions
{
    /// <summary>Where it listens unless told otherwise: this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Shown in the title bar.</summary>
    [Required]
    public string Title { get; set; } = "DITEN";

    /// <summary>Addresses to listen on. Port 0 takes a free one.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Urls { get; set; } = [DefaultUrl];

    /// <summary>Host names that requests may carry; <c>*</c> for all. Only this machine's by default, so that a foreign page cannot reach the API through a name of its own.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> AllowedHosts { get; set; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Least time between two refreshes of a live part in the browser, ms. 100 to 60,000, default 500.</summary>
    [Range(100, 60_000)]
    public int RefreshMilliseconds { get; set; } = 500;

    /// <summary>Time between two signs of life on a quiet event stream, s. 1 to 60, default 10.</summary>
    [Range(1, 60)]
    public int HeartbeatSeconds { get; set; } = 10;
}
