using System.Net;
using System.Text.Json;
using Diten.Grains.Diagnostics;
using Diten.Silo.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Diten.Silo.Health;

/// <summary>Answers 200 "ok" or 503 with the reason, as Kubernetes' probes want it, and says how many calls stay on this silo.</summary>
internal sealed class HealthServer(HealthSettings settings, HealthState state, IServiceProvider silo) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>Where it listens, for example <c>http://127.0.0.1:8081</c>.</summary>
    public string Url => _app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.Listen(new IPEndPoint(settings.Address, settings.Port)));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        _app = builder.Build();
        _app.MapGet("/health/started", () => Answer(state.Started()));
        _app.MapGet("/health/live", () => Answer(state.Live()));
        _app.MapGet("/health/ready", async (CancellationToken aborted) => Answer(await state.ReadyAsync(aborted)));
        _app.MapGet("/health/calls", () => Results.Text(JsonSerializer.Serialize(silo.GetRequiredService<StationCalls>().Read(), JsonSerializerOptions.Web), "application/json"));
        await _app.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static IResult Answer(string? problem) => Results.Text(problem ?? "ok", statusCode: problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    /// <summary>Signals are for the silo's host alone.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
