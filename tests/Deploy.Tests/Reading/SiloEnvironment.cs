using System.Net;
using Diten.Grains.Hosting;
using Diten.Silo.Settings;
using Microsoft.Extensions.Configuration;

namespace Diten.Deploy.Tests.Reading;

/// <summary>What the silo's own code makes of the variables that it is given.</summary>
internal static class SiloEnvironment
{
    private const string Prefix = "DITEN__";

    /// <summary>Reads the settings as the program does, and refuses what the program would overlook: a section that there is not.</summary>
    public static SiloSettings Read(IReadOnlyDictionary<string, string> environment)
    {
        var sections = typeof(SiloSettings).GetProperties().Where(p => p.PropertyType.IsAssignableTo(typeof(ISettings))).Select(p => p.Name)
            .Append(TwinGrainOptions.Section.Split(':')[1]).ToArray();
        var own = environment.Where(v => v.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();
        Assert.All(own, v => Assert.Contains(v.Key.Split("__")[1], sections, StringComparer.OrdinalIgnoreCase));
        return SiloSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(own.Select(v => KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), (string?)v.Value))).Build());
    }

    /// <summary>What holds for every silo of a cluster, wherever it runs.</summary>
    public static void CheckCluster(SiloSettings settings, string address)
    {
        Assert.Equal((ClusteringKind.Postgres, StorageKind.Postgres), (settings.Clustering.Kind, settings.Storage.Kind));
        // Others are told an address by which they reach it, and it listens there; nobody but itself would reach loopback.
        Assert.Equal(IPAddress.Parse(address), settings.Network.Advertise);
        Assert.Contains(settings.Network.ListenAddress(), new[] { IPAddress.Any, IPAddress.Parse(address) });
        Assert.Contains(settings.Health.Address, new[] { IPAddress.Any, IPAddress.Parse(address) });
    }
}
