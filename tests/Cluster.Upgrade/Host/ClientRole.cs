using System.Globalization;
using System.Net;
using Diten.Interfaces.Stations;
using Diten.Interfaces.Twins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Diten.Cluster.Upgrade;

/// <summary>A client: a command per line of input, an answer per line of output.</summary>
internal sealed class ClientRole(IClusterClient cluster)
{
    private static readonly DateTimeOffset s_begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(int[] gateways)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gateways, "dev", "dev"));
        using var host = builder.Build();
        await host.StartAsync();
        var role = new ClientRole(host.Services.GetRequiredService<IClusterClient>());
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } line) await Console.Out.WriteLineAsync(await role.AnswerAsync(line.Split(' ')));
        await host.StopAsync();
    }

    private async Task<string> AnswerAsync(string[] words)
    {
        try
        {
            return words switch
            {
                ["configure", var station] => await ConfigureAsync(station),
                ["register", var device, var station] => (await Twin(device).RegisterAsync(new RegisterDeviceMessage { Station = station, Samples = 10, FrequencyHz = 1e9, SubcarrierRate = 1e5 })) is { Accepted: true } ? "ok" : "refused",
                ["report", var device, var sequence] => await ReportAsync(device, long.Parse(sequence, CultureInfo.InvariantCulture)),
                ["get", var device] => Describe(await Twin(device).GetAsync()),
                ["where", var device] => (await cluster.GetGrain<IManagementGrain>(0).GetActivationAddress(Twin(device)))?.Endpoint.Port.ToString(CultureInfo.InvariantCulture) ?? "nowhere",
                ["silos"] => (await cluster.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count.ToString(CultureInfo.InvariantCulture),
                _ => "what?",
            };
        }
        catch (Exception e)
        {
            return $"failed {e.GetType().Name} {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    private async Task<string> ConfigureAsync(string station)
    {
        var reply = await cluster.GetGrain<IStationGrain>(station).ConfigureAsync(new StationSettingsMessage { Model = "softmax", Parameters = 7850, StartAt = 1000 });
        return reply.Accepted ? "ok" : $"refused {reply.Error}";
    }

    private async Task<string> ReportAsync(string device, long sequence)
    {
        var report = new ReportMessage
        {
            Sequence = sequence,
            At = s_begin.AddSeconds(sequence),
            Names = ["temperature"],
            Values = [sequence],
#if DITEN_NEXT
            Unit = "K",
            Tags = ["a", "b"],
#endif
        };
        var reply = await Twin(device).ReportAsync(report, ifRevision: null);
        return $"{reply.Code} {reply.LastSequence}";
    }

    private static string Describe(TwinMessage? twin) => twin is null
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{twin.LastSequence} {twin.HistoryPoints} {string.Join(',', twin.StateNames)} {string.Join(',', twin.StateValues)} {twin.Station}");

    private ITwinGrain Twin(string device) => cluster.GetGrain<ITwinGrain>(device);
}
