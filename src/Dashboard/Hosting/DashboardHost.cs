using Diten.Core.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Diten.Dashboard.Hosting;

/// <summary>A web server of its own for API and pages.</summary>
public static class DashboardHost
{
    /// <summary>Composes the server; the caller starts it (<c>StartAsync</c>) and stops it.</summary>
    /// <param name="network">What to show.</param>
    /// <param name="options">Addresses and title; null for the defaults.</param>
    /// <param name="time">Clock of heartbeats; null for the system's.</param>
    /// <param name="logging">Where else its log goes.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of its range (thrown at start as options validation).</exception>
    public static WebApplication Create(ITwinNetwork network, DashboardOptions? options = null, TimeProvider? time = null, Action<ILoggingBuilder>? logging = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new DashboardOptions();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DashboardHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Production",
        });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // A start that fails, for a port in use say, is told by who starts it, in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .AddSimpleConsole(console => console.SingleLine = true);
        logging?.Invoke(builder.Logging);
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
        });
        builder.Services.AddSingleton(network);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        // Form tokens live as long as the process: nothing is written to the user's home.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddDitenDashboard(options);

        var app = builder.Build();
        app.UseDitenDashboard();
        app.MapDitenDashboard();
        return app;
    }
}
