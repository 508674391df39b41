using System.CommandLine;
using Diten.Silo.Hosting;
using Diten.Silo.Settings;

namespace Diten.Silo.Commands;

/// <summary><c>diten silo</c>: one silo in the foreground.</summary>
internal static class SiloCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("silo", "Runs one silo of the cluster in the foreground; SIGTERM or Ctrl-C stores everything and leaves the cluster.");
        var flags = new SettingFlags(
            command,
            ("--cluster-id", "Cluster:Id", "name", "Silos and clients with the same name find each other [diten]"),
            ("--service-id", "Cluster:Service", "name", "Name under which state is stored [diten]"),
            ("--clustering", "Clustering:Kind", "localhost|postgres|redis", "Where the list of silos is kept; localhost is a cluster of this one silo [localhost]"),
            ("--storage", "Storage:Kind", "sqlite|memory|postgres|redis", "Where twins, stations, models and reminders are kept [sqlite]"),
            ("--data-file", "Storage:File", "file", "The file of sqlite [.diten/diten.db]"),
            ("--silo-port", "Network:SiloPort", "port", "Port for other silos [11111]"),
            ("--gateway-port", "Network:GatewayPort", "port", "Port for clients [30000]"),
            ("--advertise", "Network:Advertise", "address", "The IP address that others are told to use [127.0.0.1]"),
            ("--listen", "Network:Listen", "address", "The IP address to listen on; all zeros is every address of the machine [the advertised one]"),
            ("--health-port", "Health:Port", "port", "Port of /health/started, /health/ready, /health/live; 0 takes a free one [8081]"),
            ("--health-address", "Health:Address", "address", "The IP address of the health endpoint; all zeros is every address [127.0.0.1]"),
            ("--durability", "Durability:Mode", "acknowledged|batched", "Whether what is acknowledged is stored before the reply, or within the flush interval [acknowledged]"),
            ("--flush-interval", "Durability:FlushInterval", "time", "The flush interval of batched, 00:00:00.010 to 00:01:00 [00:00:01]"),
            ("--outage-limit", "Durability:OutageLimit", "time", "How much longer a change may wait in batched while the store takes nothing; then twins refuse further ones, 00:00:01 to 01:00:00 [00:01:00]"),
            ("--postgres-file", "Postgres:ConnectionStringFile", "file", "A file with PostgreSQL's connection string (or environment DITEN__POSTGRES__CONNECTIONSTRING)"),
            ("--redis-file", "Redis:ConnectionStringFile", "file", "A file with Redis' connection string (or environment DITEN__REDIS__CONNECTIONSTRING)"),
            ("--tls-certificate", "Tls:Certificate", "file", "PEM file of this silo's certificate; with it every connection is mutual TLS"),
            ("--tls-key", "Tls:Key", "file", "PEM file of its private key"),
            ("--tls-authority", "Tls:Authority", "file", "PEM file of the authority whose certificates are accepted"));
        var attached = new Option<bool>("--attached") { Description = "Ends when its standard input does, and leaves Ctrl-C to the program that started it" };
        command.Options.Add(attached);
        command.SetAction((parsed, cancellationToken) =>
        {
            var configuration = flags.Read(parsed);
            return SiloRun.RunAsync(SiloSettings.Read(configuration), configuration, parsed.GetValue(attached), parsed.InvocationConfiguration.Output, cancellationToken);
        });
        return command;
    }
}
