using Diten.Grains.Hosting;
using Diten.Silo.Hosting;
using Diten.Silo.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Diten.Cluster.Tests.Hosting;

/// <summary>A silo as the program composes it, in this process, so that tests reach what is inside.</summary>
internal sealed class LocalSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Stores _stores;

    private LocalSilo(IHost host, Stores stores) => (_host, _stores) = (host, stores);

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>The storage of twins and stations.</summary>
    public IGrainStorage Storage => Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.State);

    public static async Task<LocalSilo> StartAsync(params (string Key, string Value)[] settings)
    {
        var ports = SiloProgram.FreePorts(2);
        (string Key, string Value)[] defaults = [("Network:SiloPort", $"{ports[0]}"), ("Network:GatewayPort", $"{ports[1]}"), ("Health:Port", "0")];
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Concat(defaults).DistinctBy(s => s.Key, StringComparer.Ordinal).Select(s => KeyValuePair.Create("Diten:" + s.Key, (string?)s.Value)))
            .AddInMemoryCollection([KeyValuePair.Create("Logging:LogLevel:Default", (string?)"None")])
            .Build();
        var read = SiloSettings.Read(configuration);
        var stores = await Stores.OpenAsync(read, CancellationToken.None);
        var host = SiloHost.Build(read, configuration, stores, attached: false, silo => silo
            .Configure<GrainTypeOptions>(o => o.Classes.Remove(typeof(Twins.FakeStationGrain)))
            .Configure<ReminderOptions>(o => o.MinimumReminderPeriod = TimeSpan.FromSeconds(1)));
        await host.StartAsync();
        return new LocalSilo(host, stores);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        await _stores.DisposeAsync();
    }
}
