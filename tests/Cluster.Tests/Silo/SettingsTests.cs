using Diten.Grains.Hosting;
using Diten.Silo.Settings;
using Microsoft.Extensions.Configuration;

namespace Diten.Cluster.Tests.Silo;

/// <summary>Wrong settings are told by name, with what they must be, all at once.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Without_settings_a_silo_is_alone_on_loopback_with_a_file()
    {
        var settings = SiloSettings.Read(Configuration());
        Assert.Equal(ClusteringKind.Localhost, settings.Clustering.Kind);
        Assert.Equal(StorageKind.Sqlite, settings.Storage.Kind);
        Assert.Equal(DurabilityMode.Acknowledged, settings.Durability.Mode);
        Assert.True(System.Net.IPAddress.IsLoopback(settings.Network.ListenAddress()));
        Assert.True(System.Net.IPAddress.IsLoopback(settings.Health.Address));
        Assert.False(settings.Tls.IsOn());
    }

    [Theory]
    [InlineData("Network:SiloPort", "99999", "Diten:Network:SiloPort: is '99999'; must be a whole number from 1 to 65535")]
    [InlineData("Network:SiloPort", "many", "Diten:Network:SiloPort: is 'many'; must be a whole number from 1 to 65535")]
    [InlineData("Network:SiloPort", "30000", "Diten:Network:GatewayPort: is 30000, which is the silo port too; must be another port")]
    [InlineData("Network:Advertise", "here", "Diten:Network:Advertise: is 'here'; must be an IP address")]
    [InlineData("Network:Advertise", "0.0.0.0", "Diten:Network:Advertise: is '0.0.0.0'; must be the address of one interface, by which others reach this silo")]
    [InlineData("Clustering:Kind", "zookeeper", "Diten:Clustering:Kind: is 'zookeeper'; must be one of localhost, postgres, redis")]
    [InlineData("Clustering:Kind", "1", "Diten:Clustering:Kind: is '1'; must be one of localhost, postgres, redis")]
    [InlineData("Clustering:ProbeSeconds", "NaN", "Diten:Clustering:ProbeSeconds: is 'NaN'; must be a number from 1 to 60")]
    [InlineData("Storage:Kind", "tape", "Diten:Storage:Kind: is 'tape'; must be one of sqlite, memory, postgres, redis")]
    [InlineData("Durability:Mode", "later", "Diten:Durability:Mode: is 'later'; must be one of acknowledged, batched")]
    [InlineData("Durability:FlushInterval", "00:02:00", "Diten:Durability:FlushInterval: is 00:02:00; must be from 00:00:00.010 to 00:01:00")]
    [InlineData("Durability:FlushInterval", "soon", "Diten:Durability:FlushInterval: is 'soon'; must be a time like 00:00:01")]
    [InlineData("Durability:OutageLimit", "00:00:00.5", "Diten:Durability:OutageLimit: is 00:00:00.5000000; must be from 00:00:01 to 01:00:00")]
    [InlineData("Durability:OutageLimit", "01:00:01", "Diten:Durability:OutageLimit: is 01:00:01; must be from 00:00:01 to 01:00:00")]
    [InlineData("Cluster:Id", "a b", "Diten:Cluster:Id: is 'a b'; must be 1 to 100 letters, digits, dots, dashes or underscores")]
    [InlineData("Network:SilPort", "1", "Diten:Network:SilPort: is no setting; known are SiloPort, GatewayPort, Advertise, Listen")]
    [InlineData("Tls:Certificate", "/no/such.pem", "Diten:Tls:Certificate: there is no file '/no/such.pem'")]
    [InlineData("Drain:Seconds", "0", "Diten:Drain:Seconds: is '0'; must be a number from 1 to 300")]
    public void A_wrong_setting_is_told_with_its_name_and_range(string key, string value, string expected) =>
        Assert.Contains(expected, Problems((key, value)), StringComparer.Ordinal);

    [Fact]
    public void All_wrong_settings_are_told_at_once() =>
        Assert.Equal(3, Problems(("Network:SiloPort", "0"), ("Storage:Kind", "tape"), ("Health:Port", "-1")).Count);

    [Fact]
    public void A_file_of_one_silo_is_no_store_for_a_cluster()
    {
        var problem = Assert.Single(Problems(("Clustering:Kind", "postgres"), ("Postgres:ConnectionString", "Host=a")));
        Assert.Equal("Diten:Storage:Kind: is sqlite, the file of one silo, but Diten:Clustering:Kind is postgres; must be postgres or redis", problem);
    }

    [Theory]
    [InlineData("Postgres")]
    [InlineData("Redis")]
    public void A_store_that_is_used_needs_a_connection_string(string store)
    {
        var problem = Assert.Single(Problems(("Storage:Kind", store)));
        Assert.StartsWith($"Diten:{store}:ConnectionString: is not set", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_connection_string_is_told_without_its_secret()
    {
        var problem = Assert.Single(Problems(("Storage:Kind", "postgres"), ("Postgres:ConnectionString", "Hst=a;Password=hunter2")));
        Assert.StartsWith("Diten:Postgres:ConnectionString: cannot be read", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_may_be_in_a_file_of_its_own()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "Host=db;Username=u\n");
            var settings = SiloSettings.Read(Configuration(("Storage:Kind", "postgres"), ("Postgres:ConnectionStringFile", file)));
            Assert.Equal("Host=db;Username=u", settings.Postgres.Resolve());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Every_kind_and_number_can_be_set()
    {
        var settings = SiloSettings.Read(Configuration(
            ("Cluster:Id", "plant-7"), ("Clustering:Kind", "REDIS"), ("Storage:Kind", "memory"), ("Redis:ConnectionString", "r:6379"),
            ("Network:Advertise", "10.1.2.3"), ("Network:SiloPort", "1234"), ("Durability:Mode", "batched"), ("Durability:FlushInterval", "00:00:00.050")));
        Assert.Equal("plant-7", settings.Cluster.Id);
        Assert.Equal((ClusteringKind.Redis, StorageKind.Memory), (settings.Clustering.Kind, settings.Storage.Kind));
        Assert.Equal("10.1.2.3", settings.Network.ListenAddress().ToString());
        Assert.Equal(1234, settings.Network.SiloPort);
        Assert.Equal((DurabilityMode.Batched, TimeSpan.FromMilliseconds(50)), (settings.Durability.Mode, settings.Durability.FlushInterval));
    }

    private static IReadOnlyList<string> Problems(params (string Key, string Value)[] values) =>
        Assert.Throws<SettingsException>(() => SiloSettings.Read(Configuration(values))).Problems;

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create("Diten:" + v.Key, (string?)v.Value))).Build();
}
