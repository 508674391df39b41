using System.Net;
using Diten.Silo.Settings;
using Orleans.Configuration;

namespace Diten.Silo.Hosting;

/// <summary>Where the list of the cluster's silos is kept.</summary>
internal static class Membership
{
    /// <summary>The invariant name of PostgreSQL's driver in the silo's providers.</summary>
    public const string PostgresInvariant = "Npgsql";

    /// <summary>Adds it to the silo.</summary>
    public static void Use(ISiloBuilder silo, SiloSettings settings, Stores stores)
    {
        switch (settings.Clustering.Kind)
        {
            case ClusteringKind.Postgres:
                silo.UseAdoNetClustering(o => (o.Invariant, o.DataSource) = (PostgresInvariant, stores.Postgres));
                break;
            case ClusteringKind.Redis:
                silo.UseRedisClustering(o =>
                {
                    o.ConfigurationOptions = StackExchange.Redis.ConfigurationOptions.Parse(settings.Redis.Resolve()!);
                    o.CreateMultiplexer = _ => Task.FromResult<(StackExchange.Redis.IConnectionMultiplexer, bool)>((stores.Redis!, true));
                });
                break;
            default:
                // The only silo is its own list.
                silo.UseDevelopmentClustering(new IPEndPoint(settings.Network.Advertise, settings.Network.SiloPort));
                break;
        }
    }
}
