using Diten.Dashboard.Api;
using Diten.Dashboard.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Diten.Dashboard.Hosting;

/// <summary>Puts the dashboard into a host that already is one. An <c>ITwinNetwork</c> must be registered.</summary>
public static class DashboardExtensions
{
    /// <summary>Registers what API and pages need.</summary>
    public static IServiceCollection AddDitenDashboard(this IServiceCollection services, DashboardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        options ??= new DashboardOptions();
        services.AddOptions<DashboardOptions>().Configure(o =>
        {
            (o.Title, o.Urls, o.AllowedHosts) = (options.Title, options.Urls, options.AllowedHosts);
            (o.RefreshMilliseconds, o.HeartbeatSeconds) = (options.RefreshMilliseconds, options.HeartbeatSeconds);
        }).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostFiltering(filter => filter.AllowedHosts = [.. options.AllowedHosts]);
        services.AddSingleton<EmbeddedAssets>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "diten-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddExceptionHandler<Unavailable>();
        services.AddRequestDecompression();
        services.AddDitenApi();
        return services;
    }

    /// <summary>Adds host filtering, security headers and problem details to the pipeline. Call it before the endpoints.</summary>
    public static IApplicationBuilder UseDitenDashboard(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseHostFiltering();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRequestDecompression();
        return app;
    }

    /// <summary>Maps pages, fragments, assets, API, health and the OpenAPI document.</summary>
    public static IEndpointRouteBuilder MapDitenDashboard(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        EmbeddedAssets.Map(endpoints);
        PageEndpoints.Map(endpoints);
        ApiEndpoints.Map(endpoints);
        return endpoints;
    }
}
