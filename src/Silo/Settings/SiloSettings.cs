namespace Diten.Silo.Settings;

/// <summary>Everything that a silo is told; read once, before anything starts.</summary>
internal sealed record SiloSettings(
    ClusterIdentity Cluster,
    ClusteringSettings Clustering,
    StorageSettings Storage,
    NetworkSettings Network,
    PostgresSettings Postgres,
    RedisSettings Redis,
    TlsSettings Tls,
    HealthSettings Health,
    DrainSettings Drain,
    DurabilitySettings Durability)
{
    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">Some are wrong; it names all of them.</exception>
    public static SiloSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var settings = new SiloSettings(
            reader.Section<ClusterIdentity>("Cluster"),
            reader.Section<ClusteringSettings>("Clustering"),
            reader.Section<StorageSettings>("Storage"),
            reader.Section<NetworkSettings>("Network"),
            reader.Section<PostgresSettings>("Postgres"),
            reader.Section<RedisSettings>("Redis"),
            reader.Section<TlsSettings>("Tls"),
            reader.Section<HealthSettings>("Health"),
            reader.Section<DrainSettings>("Drain"),
            reader.Section<DurabilitySettings>("Durability"));
        reader.Report(settings.Conflicts());
        return settings;
    }

    /// <summary>Whether any part of the silo works with PostgreSQL.</summary>
    public bool UsesPostgres => Clustering.Kind == ClusteringKind.Postgres || Storage.Kind == StorageKind.Postgres;

    /// <summary>Whether any part of the silo works with Redis.</summary>
    public bool UsesRedis => Clustering.Kind == ClusteringKind.Redis || Storage.Kind == StorageKind.Redis;

    private IEnumerable<string> Conflicts()
    {
        if (Clustering.Kind != ClusteringKind.Localhost && Storage.Kind == StorageKind.Sqlite)
            yield return $"Diten:Storage:Kind: is sqlite, the file of one silo, but Diten:Clustering:Kind is {Text(Clustering.Kind)}; must be postgres or redis";
        if (UsesPostgres && Postgres is { ConnectionString: null, ConnectionStringFile: null })
            yield return "Diten:Postgres:ConnectionString: is not set (environment DITEN__POSTGRES__CONNECTIONSTRING, or --postgres-file FILE)";
        if (UsesRedis && Redis is { ConnectionString: null, ConnectionStringFile: null })
            yield return "Diten:Redis:ConnectionString: is not set (environment DITEN__REDIS__CONNECTIONSTRING, or --redis-file FILE)";
    }

    private static string Text(ClusteringKind kind) => kind.ToString().ToLowerInvariant();
}
