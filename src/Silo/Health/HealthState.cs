using Diten.Silo.Hosting;
using Orleans.Runtime;

namespace Diten.Silo.Health;

/// <summary>What the health endpoint tells.</summary>
/// <param name="services">Finds the silo's own view of its status, which exists once the silo is composed.</param>
/// <param name="lifetime">Tells of the drain.</param>
/// <param name="stores">Is asked for a sign of life.</param>
/// <param name="time">Clock.</param>
internal sealed class HealthState(IServiceProvider services, IHostApplicationLifetime lifetime, Stores stores, TimeProvider time) : IDisposable
{
    /// <summary>An answer of the stores is good for so long: probes of many watchers do not become load.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _one = new(1);
    private string? _storage;
    private long _checked;

    private SiloStatus Status => services.GetRequiredService<ISiloStatusOracle>().CurrentStatus;

    /// <summary>Why the silo has not yet started; null once it has, for ever.</summary>
    public string? Started() => lifetime.ApplicationStarted.IsCancellationRequested ? null : "starting";

    /// <summary>Why the process had better be killed; null while it is well.</summary>
    public string? Live() => Started() is null && !lifetime.ApplicationStopping.IsCancellationRequested && Status is SiloStatus.Dead or SiloStatus.None
        ? "declared dead by the cluster"
        : null;

    /// <summary>Why the silo should get no work; null if it should.</summary>
    public async Task<string?> ReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return "draining";
        if (Started() is { } starting) return starting;
        if (Status != SiloStatus.Active) return $"silo is {Status}, not Active";
        return await StorageAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<string?> StorageAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_checked != 0 && time.GetElapsedTime(_checked) < s_fresh) return _storage;
            using var patience = new CancellationTokenSource(s_patience, time);
            _storage = await stores.CheckAsync(patience.Token);
            _checked = time.GetTimestamp();
            return _storage;
        }
        finally
        {
            _one.Release();
        }
    }
}
